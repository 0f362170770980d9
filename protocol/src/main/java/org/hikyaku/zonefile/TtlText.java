package org.hikyaku.zonefile;

/** Times as zone files write them: {@code 3600} or {@code 1h30m}. */
final class TtlText {

    private static final long MAX = 0xffffffffL;

    private TtlText() {}

    /** Seconds, 0 to 2^32-1; -1 where it is no time. */
    static long seconds(byte[] text, int from, int to) {
        long sum = 0;
        long number = -1;
        boolean units = false;
        for (int at = from; at < to; at++) {
            int c = text[at] | 0x20;
            if (text[at] >= '0' && text[at] <= '9') {
                number = Math.max(number, 0) * 10 + text[at] - '0';
                if (number > MAX) {
                    return -1;
                }
                continue;
            }
            long unit = unit(c);
            if (number < 0 || unit < 0) {
                return -1;
            }
            sum += number * unit;
            number = -1;
            units = true;
        }
        if (number >= 0 && units || sum > MAX) {
            return -1;
        }
        return units ? sum : number;
    }

    private static long unit(int letter) {
        return switch (letter) {
            case 'w' -> 604_800;
            case 'd' -> 86_400;
            case 'h' -> 3_600;
            case 'm' -> 60;
            case 's' -> 1;
            default -> -1;
        };
    }
}
