package org.hikyaku.plan;

import java.util.List;
import org.hikyaku.dkim.DkimKeyRecord;
import org.jspecify.annotations.Nullable;

/** What the texts at a selector are beside the key that should be there. */
enum KeyMatch {
    /** Nothing is there. */
    ABSENT,
    /** The key, in whatever form. */
    SAME,
    /** The key, in a text that receivers cannot read. */
    STRAY,
    /** The beginning of the key. */
    CUT,
    /** The key in several records, or beside others. */
    SPLIT,
    /** No key: it was taken back. */
    REVOKED,
    /** Another key. */
    OTHER,
    /** Something that cannot be read. */
    BROKEN;

    /** So much of a key cannot be the same by chance. */
    private static final int TELLING_CHARS = 40;

    static KeyMatch of(List<PublishedText> texts, DkimKeyRecord ours) {
        if (texts.isEmpty()) {
            return ABSENT;
        }
        if (texts.size() > 1) {
            boolean mendable =
                    joins(texts, ours) || (anySame(texts, ours) && !anyOther(texts, ours));
            return mendable ? SPLIT : OTHER;
        }
        PublishedText text = texts.getFirst();
        DkimKeyRecord read = read(text.raw());
        if (read != null && isSame(read, ours)) {
            return SAME;
        }
        DkimKeyRecord meant = read(text.meant());
        if (meant != null && isSame(meant, ours)) {
            return STRAY;
        }
        if (isPart(text.meant(), ours)) {
            return CUT;
        }
        if (meant == null) {
            return BROKEN;
        }
        return meant.isRevoked() ? REVOKED : OTHER;
    }

    private static boolean isSame(DkimKeyRecord a, DkimKeyRecord b) {
        return a.keyType().equals(b.keyType()) && a.key().equals(b.key());
    }

    private static boolean anyOther(List<PublishedText> texts, DkimKeyRecord ours) {
        return texts.stream()
                .map(t -> read(t.meant()))
                .anyMatch(read -> read != null && !isSame(read, ours));
    }

    private static boolean anySame(List<PublishedText> texts, DkimKeyRecord ours) {
        return texts.stream()
                .map(t -> read(t.meant()))
                .anyMatch(read -> read != null && isSame(read, ours));
    }

    /** Whether the second half of a key has become a record of its own. */
    private static boolean joins(List<PublishedText> texts, DkimKeyRecord ours) {
        if (texts.size() != 2) {
            return texts.stream().anyMatch(text -> isPart(text.meant(), ours));
        }
        String a = texts.getFirst().meant();
        String b = texts.getLast().meant();
        DkimKeyRecord ab = read(a + b);
        DkimKeyRecord ba = read(b + a);
        return (ab != null && isSame(ab, ours)) || (ba != null && isSame(ba, ours));
    }

    /** Whether the text holds the beginning of the key, and no other one. */
    private static boolean isPart(String text, DkimKeyRecord ours) {
        String compact = text.replaceAll("\\s", "");
        int at = compact.indexOf("p=");
        String key = at < 0 ? "" : compact.substring(at + 2).replaceFirst(";.*", "");
        return key.length() >= Math.min(TELLING_CHARS, ours.key().length() - 1)
                && !key.equals(ours.key())
                && ours.key().startsWith(key);
    }

    static @Nullable DkimKeyRecord read(String text) {
        try {
            return DkimKeyRecord.parse(text);
        } catch (DkimKeyRecord.Malformed _) {
            return null;
        }
    }
}
