package org.hikyaku.zonefile;

import java.util.Arrays;

/** Each name once, under a number; open addressing, so that a million names stay small. */
final class NameTable {

    private static final int FIRST_SLOTS = 1 << 10;

    private ZoneName[] names = new ZoneName[FIRST_SLOTS / 2];
    private int[] slots = new int[FIRST_SLOTS];
    private int count;

    /** The number of the name of these octets. */
    int number(byte[] wire, int length) {
        if (count * 2 >= slots.length) {
            grow();
        }
        int slot = hash(wire, length) & (slots.length - 1);
        while (slots[slot] != 0) {
            if (same(names[slots[slot] - 1].wire(), wire, length)) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & (slots.length - 1);
        }
        names[count] = ZoneName.of(wire, length);
        slots[slot] = ++count;
        return count - 1;
    }

    int number(ZoneName name) {
        byte[] octets = name.octets();
        return number(octets, octets.length);
    }

    /** The number of a name that is in the table; -1 for others. */
    int find(ZoneName name) {
        byte[] octets = name.octets();
        int slot = hash(octets, octets.length) & (slots.length - 1);
        while (slots[slot] != 0) {
            if (names[slots[slot] - 1].equals(name)) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & (slots.length - 1);
        }
        return -1;
    }

    ZoneName name(int number) {
        return names[number];
    }

    int size() {
        return count;
    }

    private void grow() {
        int[] wider = new int[slots.length * 2];
        for (int i = 0; i < count; i++) {
            byte[] octets = names[i].octets();
            int slot = hash(octets, octets.length) & (wider.length - 1);
            while (wider[slot] != 0) {
                slot = slot + 1 & (wider.length - 1);
            }
            wider[slot] = i + 1;
        }
        slots = wider;
        names = Arrays.copyOf(names, wider.length / 2);
    }

    private static int hash(byte[] wire, int length) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ wire[i]) * 0x01000193;
        }
        return hash ^ hash >>> 15;
    }

    private static boolean same(String name, byte[] wire, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != (wire[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
