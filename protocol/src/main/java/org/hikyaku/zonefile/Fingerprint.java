package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;

/**
 * A number for all records of a zone, whatever their order: the sum of one for each. After an edit
 * it must differ by exactly the records of the change.
 */
final class Fingerprint {

    private static final long PRIME = 0x100000001b3L;

    private long sum;

    static long of(ZoneFile zone) {
        Fingerprint print = new Fingerprint();
        zone.forEach(r -> print.sum += one(r));
        return print.sum;
    }

    /** Owner, type, time and data of one record, the data as they are written. */
    static long one(ZoneRecord record) {
        ZoneSource source = record.source();
        long hash = 0xcbf29ce484222325L;
        hash = add(hash, record.owner());
        hash = add(hash, record.origin());
        hash = (hash ^ record.type()) * PRIME;
        hash = (hash ^ record.ttlSeconds()) * PRIME;
        byte[] text = source.text();
        int end = source.end(record.entry());
        for (int i = source.entries().data(record.entry()); i < end; i++) {
            if (text[i] != '\r' && text[i] != '\n') {
                hash = (hash ^ text[i] & 0xff) * PRIME;
            }
        }
        // The sum must not let two differences cancel out: mix well (as in SplitMix64).
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }

    /** What is the same for records that say the same: strings of text count as joined. */
    static byte[] comparable(int type, byte[] data) {
        return type == RecordTypes.TXT || type == RecordTypes.SPF
                ? WireData.joined(data).getBytes(StandardCharsets.ISO_8859_1)
                : data;
    }

    private static long add(long start, ZoneName name) {
        long hash = start;
        String wire = name.wire();
        for (int i = 0; i < wire.length(); i++) {
            hash = (hash ^ wire.charAt(i)) * PRIME;
        }
        return (hash ^ wire.length()) * PRIME;
    }
}
