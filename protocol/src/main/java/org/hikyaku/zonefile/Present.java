package org.hikyaku.zonefile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which types each name has: common ones as bits, others in a map. */
final class Present {

    /** The types that most names have, each with its bit. */
    private static final int[] COMMON = {
        RecordTypes.A,
        RecordTypes.AAAA,
        RecordTypes.CNAME,
        RecordTypes.NS,
        RecordTypes.MX,
        RecordTypes.TXT
    };

    private static final int OTHERS = 1 << COMMON.length;

    private final NameTable names;
    private final Map<Integer, Set<Integer>> others = new HashMap<>();
    private byte[] bits = new byte[0];

    Present(NameTable names) {
        this.names = names;
        this.bits = new byte[names.size()];
    }

    private static int bit(int type) {
        for (int i = 0; i < COMMON.length; i++) {
            if (COMMON[i] == type) {
                return 1 << i;
            }
        }
        return OTHERS;
    }

    void add(int owner, int type) {
        if (owner >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(names.size(), owner + 1));
        }
        int bit = bit(type);
        bits[owner] |= (byte) bit;
        if (bit == OTHERS) {
            others.computeIfAbsent(owner, _ -> new HashSet<>()).add(type);
        }
    }

    boolean has(int owner, int type) {
        int bit = bit(type);
        if (owner < 0 || owner >= bits.length || (bits[owner] & bit) == 0) {
            return false;
        }
        return bit != OTHERS || others.getOrDefault(owner, Set.of()).contains(type);
    }

    boolean has(ZoneName owner, int type) {
        return has(names.find(owner), type);
    }

    /** Whether there is anything. */
    boolean any(ZoneName owner) {
        int number = names.find(owner);
        return number >= 0 && number < bits.length && bits[number] != 0;
    }

    /** The names that have a CNAME and a type that may not stand beside it. */
    Set<Integer> withOthersBeside(Set<Integer> allowed) {
        Set<Integer> found = new HashSet<>();
        int cname = bit(RecordTypes.CNAME);
        for (int owner = 0; owner < bits.length; owner++) {
            if ((bits[owner] & cname) == 0 || bits[owner] == cname) {
                continue;
            }
            boolean common = (bits[owner] & ~cname & ~OTHERS & 0xff) != 0;
            Set<Integer> rest = others.getOrDefault(owner, Set.of());
            if (common || !allowed.containsAll(rest)) {
                found.add(owner);
            }
        }
        return found;
    }
}
