package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;

/**
 * A number for all records of a zone, whatever their order: the sum of one for each. After an edit
 * it must differ by exactly the records of the change.
 */
final class Fingerprint {

    private static final long PRIME = 0x100000001b3L;

    private final RdataReader reader = new RdataReader();
    private long sum;

    static long of(ZoneFile zone) {
        Fingerprint print = new Fingerprint();
        zone.forEach(r -> print.sum += print.of(r));
        return print.sum;
    }

    /** Owner, type, time and data of one record; strings of text count as joined. */
    long of(ZoneRecord record) {
        long hash = 0xcbf29ce484222325L;
        hash = add(hash, record.owner().octets());
        hash = (hash ^ record.type()) * PRIME;
        hash = (hash ^ record.ttlSeconds()) * PRIME;
        hash = add(hash, data(record));
        // The sum must not let two differences cancel out: mix well (as in SplitMix64).
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }

    private byte[] data(ZoneRecord record) {
        try {
            return comparable(record.type(), record.octets(reader));
        } catch (Misread _) {
            return String.join(" ", record.words()).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** What is the same for records that say the same. */
    static byte[] comparable(int type, byte[] data) {
        return type == RecordTypes.TXT || type == RecordTypes.SPF
                ? WireData.joined(data).getBytes(StandardCharsets.ISO_8859_1)
                : data;
    }

    private static long add(long start, byte[] octets) {
        long hash = start;
        for (byte octet : octets) {
            hash = (hash ^ octet & 0xff) * PRIME;
        }
        return (hash ^ octets.length) * PRIME;
    }
}
