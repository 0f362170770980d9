package org.hikyaku.zonefile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replacements in one text, none over another, carried out together. */
final class Splices {

    private record Splice(int from, int to, byte[] octets) {}

    private final List<Splice> splices = new ArrayList<>();

    void put(int from, int to, byte[] octets) {
        splices.add(new Splice(from, to, octets));
    }

    void put(int from, int to, String text) {
        put(from, to, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    void putAll(Splices more) {
        splices.addAll(more.splices);
    }

    /** Whether one of these and one of {@code others} are over one another. */
    boolean meet(Splices others) {
        return splices.stream().anyMatch(a -> others.splices.stream().anyMatch(b -> meet(a, b)));
    }

    private static boolean meet(Splice a, Splice b) {
        boolean bothPutIn = a.from == a.to && b.from == b.to;
        boolean apart = a.to <= b.from || b.to <= a.from;
        return !apart || a.from == b.from && !bothPutIn;
    }

    /** How many octets are put in at an offset. */
    int putInAt(int offset) {
        return splices.stream()
                .filter(s -> s.from == offset && s.to == offset)
                .mapToInt(s -> s.octets.length)
                .sum();
    }

    /** Where an offset of the old text is in the new one; what is put in there stays behind it. */
    int moved(int offset) {
        int moved = offset;
        for (Splice s : splices) {
            moved += s.to <= offset && s.from < offset ? s.octets.length - (s.to - s.from) : 0;
        }
        return moved;
    }

    byte[] applied(byte[] text) {
        splices.sort(Comparator.comparingInt(Splice::from));
        int length = text.length;
        for (Splice s : splices) {
            length += s.octets.length - (s.to - s.from);
        }
        byte[] out = new byte[length];
        int at = 0;
        int written = 0;
        for (Splice s : splices) {
            System.arraycopy(text, at, out, written, s.from - at);
            written += s.from - at;
            System.arraycopy(s.octets, 0, out, written, s.octets.length);
            written += s.octets.length;
            at = s.to;
        }
        System.arraycopy(text, at, out, written, text.length - at);
        return out;
    }
}
