package org.hikyaku.opendkim;

import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Characters that may stand at one place.
 *
 * @param listed the characters up to U+00FF that are listed
 * @param beyond whether all others are in it
 */
record CharSet(BitSet listed, boolean beyond) {

    private static final int LISTABLE = 256;

    static CharSet any() {
        BitSet all = new BitSet();
        all.set(0, LISTABLE);
        return new CharSet(all, true);
    }

    /** One character; those beyond U+00FF are not told from each other. */
    static CharSet of(char c, boolean anyCase) {
        BitSet one = new BitSet();
        if (c >= LISTABLE) {
            return new CharSet(one, true);
        }
        one.set(c);
        return anyCase ? new CharSet(one, false).inAnyCase() : new CharSet(one, false);
    }

    CharSet inAnyCase() {
        BitSet both = (BitSet) listed.clone();
        for (int c = listed.nextSetBit(0); c >= 0; c = listed.nextSetBit(c + 1)) {
            if (c < 0x80) {
                String letter = Character.toString(c);
                both.set(letter.toLowerCase(Locale.ROOT).charAt(0));
                both.set(letter.toUpperCase(Locale.ROOT).charAt(0));
            }
        }
        return new CharSet(both, beyond);
    }

    CharSet inverted() {
        BitSet others = (BitSet) listed.clone();
        others.flip(0, LISTABLE);
        return new CharSet(others, !beyond);
    }

    /** A named class of bracket expressions; null where there is none of that name. */
    static @Nullable CharSet named(String name) {
        BitSet found = new BitSet();
        for (char c = 0; c < 0x80; c++) {
            Boolean in = isIn(name, c);
            if (in == null) {
                return null;
            }
            found.set(c, in);
        }
        return new CharSet(found, false);
    }

    private static @Nullable Boolean isIn(String name, char c) {
        boolean digit = c >= '0' && c <= '9';
        boolean upper = c >= 'A' && c <= 'Z';
        boolean lower = c >= 'a' && c <= 'z';
        boolean alnum = digit || upper || lower;
        return switch (name) {
            case "alnum" -> alnum;
            case "alpha" -> upper || lower;
            case "blank" -> c == ' ' || c == '\t';
            case "cntrl" -> c < 0x20 || c == 0x7f;
            case "digit" -> digit;
            case "graph" -> c > 0x20 && c < 0x7f;
            case "lower" -> lower;
            case "print" -> c >= 0x20 && c < 0x7f;
            case "punct" -> c > 0x20 && c < 0x7f && !alnum;
            case "space" -> c == ' ' || (c >= '\t' && c <= '\r');
            case "upper" -> upper;
            case "word" -> alnum || c == '_';
            case "xdigit" -> digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            default -> null;
        };
    }

    boolean has(char c) {
        return c < LISTABLE ? listed.get(c) : beyond;
    }
}
