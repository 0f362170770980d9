package org.hikyaku.zonefile;

/** RFC 4034 section 5.1.4, RFC 4509, RFC 6605: how long the digest in a DS record is. */
final class DigestLength {

    private static final int DIGEST_TYPE_AT = 3;
    private static final int DIGEST_AT = 4;

    private DigestLength() {}

    static void check(Octets data, int offset) throws Misread {
        int wanted =
                switch (data.at(DIGEST_TYPE_AT)) {
                    case 1 -> 20;
                    case 2, 3 -> 32;
                    case 4 -> 48;
                    default -> data.length() - DIGEST_AT;
                };
        if (data.length() - DIGEST_AT != wanted) {
            throw new Misread(ZoneFault.DATA_LENGTH, offset, Integer.toString(wanted));
        }
    }
}
