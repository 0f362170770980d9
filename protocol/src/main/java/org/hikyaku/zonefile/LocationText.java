package org.hikyaku.zonefile;

import java.util.List;

/** A place on earth (RFC 1876 section 3). */
final class LocationText {

    private static final long EQUATOR = 1L << 31;

    /** RFC 1876 section 3: size 1 m, horizontal 10,000 m, vertical 10 m. */
    private static final int[] PRECISIONS = {0x12, 0x16, 0x13};

    private final byte[] text;
    private final List<Token> tokens;
    private final int limit;
    private int at;

    LocationText(byte[] text, List<Token> tokens, int limit) {
        this.text = text;
        this.tokens = tokens;
        this.limit = limit;
    }

    /** Reads from the word {@code from}; the number of the word behind. */
    int read(int from, Octets out) throws Misread {
        at = from;
        long latitude = angle(90, 'N', 'S');
        long longitude = angle(180, 'E', 'W');
        long altitude = 10_000_000 + centimetres(-10_000_000, 4_284_967_295L);
        int[] precisions = PRECISIONS.clone();
        for (int i = 0; i < precisions.length && at < tokens.size(); i++) {
            precisions[i] = exponent(centimetres(0, 9_000_000_000L));
        }
        out.put(0, limit);
        for (int precision : precisions) {
            out.put(precision, limit);
        }
        out.put32(latitude, limit);
        out.put32(longitude, limit);
        out.put32(altitude, limit);
        return at;
    }

    private String word() throws Misread {
        if (at >= tokens.size()) {
            throw Misread.expected(Wanted.LOCATION, limit, "");
        }
        return tokens.get(at++).text(text);
    }

    private Misread bad() {
        Token token = tokens.get(at - 1);
        return Misread.expected(Wanted.LOCATION, token.outerStart(), token.text(text));
    }

    private long angle(int maxDegrees, char plus, char minus) throws Misread {
        String degrees = word();
        if (!degrees.matches("[0-9]{1,3}") || Integer.parseInt(degrees) > maxDegrees) {
            throw bad();
        }
        long thousandths = Long.parseLong(degrees) * 3_600_000;
        String next = word();
        if (next.matches("[0-9]{1,2}") && Integer.parseInt(next) < 60) {
            thousandths += Long.parseLong(next) * 60_000;
            next = word();
            if (next.matches("[0-9]{1,2}(\\.[0-9]{0,3})?") && Double.parseDouble(next) < 60) {
                thousandths += Math.round(Double.parseDouble(next) * 1000);
                next = word();
            }
        }
        boolean known = next.length() == 1;
        char side = known ? Character.toUpperCase(next.charAt(0)) : ' ';
        if (side != plus && side != minus || thousandths > maxDegrees * 3_600_000L) {
            throw bad();
        }
        return EQUATOR + (side == plus ? thousandths : -thousandths);
    }

    private long centimetres(long min, long max) throws Misread {
        String metres = word();
        if (!metres.matches("-?[0-9]{1,8}(\\.[0-9]{1,2})?[mM]?")) {
            throw bad();
        }
        String number = metres.replaceAll("[mM]$", "");
        long value = Math.round(Double.parseDouble(number) * 100);
        if (value < min || value > max) {
            throw bad();
        }
        return value;
    }

    private static int exponent(long centimetres) {
        int power = 0;
        long mantissa = centimetres;
        while (mantissa > 9) {
            mantissa /= 10;
            power++;
        }
        return (int) (mantissa << 4) | power;
    }
}
