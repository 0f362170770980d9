package org.hikyaku.dkim;

import java.security.MessageDigest;

/**
 * Looks for what happened to a body whose hash differs, where the body is short enough to be still
 * in memory: octets added at the end, or only white space changed. Bounded work, and only for
 * signatures that fail.
 */
final class BodyDifference {

    /** Line ends, from the last, at which the signed body may have ended; a footer is short. */
    private static final int MAX_LINES = 64;

    private BodyDifference() {}

    static String reason(DkimSignature s, BodyHash hash, byte[] expected) {
        byte[] body = hash.remembered();
        int added = added(body, expected);
        if (added > 0) {
            return "body hash differs: " + added + " octets were added after signing";
        }
        if (s.body() == Canonicalization.SIMPLE && matchesRelaxed(body, expected)) {
            return "body hash differs: only white space was changed after signing";
        }
        if (s.bodyOctets() != BodyHash.UNLIMITED && s.bodyOctets() > hash.canonicalOctets()) {
            return "body hash differs: the body has "
                    + (s.bodyOctets() - hash.canonicalOctets())
                    + " octets less than when it was signed";
        }
        return "body hash differs: the body was changed after signing";
    }

    /** How many octets at the end must go for the hash to match; 0 where that does not help. */
    private static int added(byte[] body, byte[] expected) {
        int from = body.length;
        for (int lines = 0; lines < MAX_LINES && from > 0; lines++) {
            from = lineEndBefore(body, from);
        }
        MessageDigest digest = Digests.sha256();
        int at = from;
        digest.update(body, 0, at);
        while (at < body.length) {
            if (MessageDigest.isEqual(copy(digest).digest(), expected)) {
                return body.length - at;
            }
            int next = nextLineEnd(body, at);
            digest.update(body, at, next - at);
            at = next;
        }
        return 0;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be copied in every provider", e);
        }
    }

    private static int lineEndBefore(byte[] body, int from) {
        int i = from - 1;
        while (i > 0 && body[i - 1] != '\n') {
            i--;
        }
        return Math.max(i, 0);
    }

    private static int nextLineEnd(byte[] body, int from) {
        int i = from;
        while (i < body.length && body[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, body.length);
    }

    private static boolean matchesRelaxed(byte[] body, byte[] expected) {
        BodyHash relaxed = new BodyHash(Canonicalization.RELAXED, BodyHash.UNLIMITED);
        relaxed.update(body, 0, body.length);
        return body.length > 0 && MessageDigest.isEqual(relaxed.digest(), expected);
    }
}
