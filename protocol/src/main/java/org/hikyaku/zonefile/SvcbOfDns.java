package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Services of DNS itself, below {@code _dns} (RFC 9461). */
final class SvcbOfDns {

    private static final Set<String> OVER_HTTP = Set.of("h2", "h3");
    private static final Set<String> OTHERS = Set.of("dot", "doq");

    private SvcbOfDns() {}

    /**
     * RFC 9461 section 4: there is no default ALPN, so one that carries DNS must stand there;
     * section 5: with HTTP a path must.
     */
    static boolean isRight(ZoneName owner, byte[] data) {
        boolean ofDns =
                owner.firstLabel().equals("_dns")
                        || owner.firstLabel().matches("_[0-9]{1,5}")
                                && owner.parent().firstLabel().equals("_dns");
        if (!ofDns || data[0] == 0 && data[1] == 0) {
            return true;
        }
        int at = 2;
        while (data[at] != 0) {
            at += data[at] + 1;
        }
        at++;
        boolean known = false;
        boolean http = false;
        boolean path = false;
        while (at < data.length) {
            int key = (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
            int end = at + 4 + ((data[at + 2] & 0xff) << 8 | data[at + 3] & 0xff);
            path |= key == SvcParameters.DOH_PATH;
            for (int i = at + 4; key == SvcParameters.ALPN && i < end; i += data[i] + 1) {
                String id = new String(data, i + 1, data[i], StandardCharsets.ISO_8859_1);
                http |= OVER_HTTP.contains(id);
                known |= OVER_HTTP.contains(id) || OTHERS.contains(id);
            }
            at = end;
        }
        return known && (path || !http);
    }
}
