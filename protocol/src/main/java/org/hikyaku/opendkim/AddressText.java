package org.hikyaku.opendkim;

import java.net.InetAddress;
import org.hikyaku.name.IpNet;

/** Addresses as inet_ntop writes them (RFC 5952): lists of hosts are compared with that text. */
public final class AddressText {

    private static final int WORDS = 8;

    private AddressText() {}

    /** The text of {@code address}. */
    public static String of(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4 ? dotted(octets, 0) : colons(octets);
    }

    /** The network that has {@code address} in it and of which {@code bits} bits count. */
    static InetAddress masked(InetAddress address, int bits) {
        byte[] octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int left = Math.clamp(bits - i * 8L, 0, 8);
            octets[i] &= (byte) (0xff << (8 - left));
        }
        return IpNet.ofOctets(octets);
    }

    private static String dotted(byte[] octets, int from) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < from + 4; i++) {
            out.append(i == from ? "" : ".").append(octets[i] & 0xff);
        }
        return out.toString();
    }

    private static String colons(byte[] octets) {
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
        }
        int base = 0;
        int length = 1; // RFC 5952 section 4.2.2: one zero alone is not shortened
        for (int i = 0; i < WORDS; i++) {
            int run = zeros(words, i);
            if (run > length) {
                base = i;
                length = run;
            }
        }
        length = length == 1 ? 0 : length;
        boolean mapped = base == 0 && (length == 6 || (length == 5 && words[5] == 0xffff));
        return text(words, base, length, mapped ? dotted(octets, 12) : "");
    }

    private static int zeros(int[] words, int from) {
        int n = 0;
        while (from + n < WORDS && words[from + n] == 0) {
            n++;
        }
        return n;
    }

    private static String text(int[] words, int base, int length, String tail) {
        StringBuilder out = new StringBuilder();
        int end = tail.isEmpty() ? WORDS : 6;
        for (int i = 0; i < end; i++) {
            if (length > 0 && i >= base && i < base + length) {
                out.append(i == base ? ":" : "");
                continue;
            }
            out.append(i == 0 ? "" : ":").append(Integer.toHexString(words[i]));
        }
        if (!tail.isEmpty()) {
            return out.append(':').append(tail).toString();
        }
        return out.append(length > 0 && base + length == WORDS ? ":" : "").toString();
    }
}
