package org.hikyaku.arc;

import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimSigning;

/**
 * How to seal.
 *
 * @param key signs message signature and seal
 * @param headers the fields that the message signature covers where they are there, all of one
 *     name; never Authentication-Results or a field of ARC (RFC 8617 section 4.1.2)
 * @param order of the tags
 */
public record ArcSealing(DkimKeyPair key, List<String> headers, TagOrder order) {

    /** In which order the tags stand. */
    public enum TagOrder {
        /** i= first, as RFC 8617 section 4.1 says, b= last. */
        INSTANCE_FIRST,
        /** By name, b= unfolded: for comparing with other sealers octet by octet. */
        ALPHABETICAL
    }

    /** Copies the list; refuses what the RFC forbids. */
    public ArcSealing {
        headers = List.copyOf(headers);
        for (String name : headers) {
            boolean forbidden =
                    name.regionMatches(true, 0, "arc-", 0, 4)
                            || name.equalsIgnoreCase("authentication-results");
            if (forbidden) {
                throw new IllegalArgumentException(name + " must not be covered");
            }
        }
    }

    /** The usual way: what a DKIM signature covers, and the DKIM signatures (RFC 8617 4.1.2). */
    public static ArcSealing of(DkimKeyPair key) {
        List<String> headers = new java.util.ArrayList<>(DkimSigning.STANDARD_HEADERS);
        headers.add("DKIM-Signature");
        return new ArcSealing(key, headers, TagOrder.INSTANCE_FIRST);
    }
}
