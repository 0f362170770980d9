package org.hikyaku.zonefile;

import java.io.ByteArrayOutputStream;

/** A zone file put together again from its entries. */
final class EntryWalk {

    private EntryWalk() {}

    static byte[] joined(ZoneFile zone) {
        ZoneSource source = zone.main();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < source.entries().count(); i++) {
            out.write(source.text(), source.start(i), source.end(i) - source.start(i));
        }
        return out.toByteArray();
    }
}
