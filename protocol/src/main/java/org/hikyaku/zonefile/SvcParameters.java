package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of SVCB and HTTPS records (RFC 9460 section 2.1 and appendix A). */
final class SvcParameters {

    static final int MANDATORY = 0;
    static final int ALPN = 1;
    static final int NO_DEFAULT_ALPN = 2;
    private static final int PORT = 3;
    private static final int IPV4_HINT = 4;
    private static final int ECH = 5;
    private static final int IPV6_HINT = 6;
    static final int DOH_PATH = 7;

    private static final Map<String, Integer> KEYS =
            Map.of(
                    "mandatory",
                    MANDATORY,
                    "alpn",
                    ALPN,
                    "no-default-alpn",
                    NO_DEFAULT_ALPN,
                    "port",
                    PORT,
                    "ipv4hint",
                    IPV4_HINT,
                    "ech",
                    ECH,
                    "ipv6hint",
                    IPV6_HINT,
                    "dohpath",
                    DOH_PATH,
                    "ohttp",
                    8);

    private final byte[] text;
    private final List<Token> tokens;
    private final Octets out;
    private final TreeMap<Integer, byte[]> values = new TreeMap<>();
    private int at;

    SvcParameters(byte[] text, List<Token> tokens, Octets out) {
        this.text = text;
        this.tokens = tokens;
        this.out = out;
    }

    /** Reads from the word {@code from} to the end; the number of the word behind. */
    int read(int from) throws Misread {
        at = from;
        int offset = tokens.isEmpty() ? 0 : tokens.getLast().start();
        // RFC 9460 section 2.4.2: parameters of an alias are passed over, not refused.
        while (at < tokens.size()) {
            parameter();
        }
        checkMandatory(offset);
        for (Map.Entry<Integer, byte[]> value : values.entrySet()) {
            out.put16(value.getKey(), offset);
            out.put16(value.getValue().length, offset);
            out.putAll(value.getValue(), value.getValue().length, offset);
        }
        return at;
    }

    private void parameter() throws Misread {
        Token token = tokens.get(at++);
        String word = token.text(text);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        int key = key(name.toLowerCase(Locale.ROOT));
        if (token.quoted() || key < 0) {
            throw Misread.expected(Wanted.PARAMETER, token.outerStart(), word);
        }
        String value = equals < 0 ? "" : word.substring(equals + 1);
        boolean quotedValue =
                equals == word.length() - 1
                        && at < tokens.size()
                        && tokens.get(at).quoted()
                        && tokens.get(at).outerStart() == token.end();
        if (quotedValue) {
            value = tokens.get(at++).text(text);
        }
        if (values.containsKey(key)) {
            throw new Misread(ZoneFault.PARAMETER_TWICE, token.start(), name);
        }
        values.put(key, value(key, value, token));
    }

    private static int key(String name) {
        Integer known = KEYS.get(name);
        if (known != null) {
            return known;
        }
        if (!name.matches("key(0|[1-9][0-9]{0,4})")) {
            return -1;
        }
        int number = Integer.parseInt(name.substring(3));
        return number < 65_535 ? number : -1;
    }

    private byte[] value(int key, String value, Token token) throws Misread {
        Misread bad = Misread.expected(Wanted.PARAMETER, token.start(), token.text(text));
        Octets octets = new Octets();
        switch (key) {
            case MANDATORY -> {
                TreeMap<Integer, Boolean> keys = new TreeMap<>();
                for (String name : value.split(",", -1)) {
                    int wanted = key(name);
                    if (wanted <= 0 || keys.put(wanted, true) != null) {
                        throw bad;
                    }
                }
                for (int wanted : keys.keySet()) {
                    octets.put16(wanted, token.start());
                }
            }
            case ALPN -> {
                for (String id : list(value, token)) {
                    if (id.isEmpty() || id.length() > 255) {
                        throw bad;
                    }
                    octets.put(id.length(), token.start());
                    byte[] id8 = id.getBytes(StandardCharsets.ISO_8859_1);
                    octets.putAll(id8, id8.length, token.start());
                }
            }
            case NO_DEFAULT_ALPN -> {
                if (!value.isEmpty()) {
                    throw bad;
                }
            }
            case PORT -> {
                if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
                    throw bad;
                }
                octets.put16(Integer.parseInt(value), token.start());
            }
            case IPV4_HINT, IPV6_HINT -> addresses(key, value, octets, bad);
            case ECH -> {
                byte[] ech = Base64Text.decode(value);
                if (ech == null || ech.length == 0) {
                    throw bad;
                }
                octets.putAll(ech, ech.length, token.start());
            }
            default -> {
                byte[] plain = unescaped(value, token).getBytes(StandardCharsets.ISO_8859_1);
                octets.putAll(plain, plain.length, token.start());
            }
        }
        return octets.copy(0);
    }

    private static void addresses(int key, String value, Octets octets, Misread bad)
            throws Misread {
        for (String address : value.split(",", -1)) {
            byte[] found =
                    key == IPV6_HINT
                            ? RdataReader.ipv6(address)
                            : org.hikyaku.name.IpNet.address(address)
                                    .map(java.net.InetAddress::getAddress)
                                    .orElse(new byte[0]);
            if (found.length != (key == IPV6_HINT ? 16 : 4)) {
                throw bad;
            }
            octets.putAll(found, found.length, bad.offset());
        }
    }

    private String unescaped(String value, Token token) throws Misread {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < octets.length) {
            int taken = octets[i] == '\\' ? escape(octets, i, token) : 1;
            plain.append((char) NameScan.octet(octets, i, taken));
            i += taken;
        }
        return plain.toString();
    }

    private int escape(byte[] octets, int i, Token token) throws Misread {
        try {
            return NameScan.escape(octets, i, octets.length);
        } catch (Misread e) {
            throw new Misread(e.fault(), token.start(), token.text(text));
        }
    }

    /** RFC 9460 appendix A.1: commas part the list after the first unescaping. */
    private List<String> list(String value, Token token) throws Misread {
        String plain = unescaped(value, token);
        List<String> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '\\' && i + 1 < plain.length()) {
                item.append(plain.charAt(++i));
            } else if (c == ',') {
                items.add(item.toString());
                item.setLength(0);
            } else {
                item.append(c);
            }
        }
        items.add(item.toString());
        return items;
    }

    /** RFC 9460 section 8, and section 7.1.1 for no-default-alpn. */
    private void checkMandatory(int offset) throws Misread {
        byte[] wanted = values.getOrDefault(MANDATORY, new byte[0]);
        for (int i = 0; i + 1 < wanted.length; i += 2) {
            int key = (wanted[i] & 0xff) << 8 | wanted[i + 1] & 0xff;
            if (!values.containsKey(key)) {
                throw new Misread(ZoneFault.PARAMETER_MANDATORY, offset, "key" + key);
            }
        }
        if (values.containsKey(NO_DEFAULT_ALPN) && !values.containsKey(ALPN)) {
            throw new Misread(ZoneFault.PARAMETER_MANDATORY, offset, "alpn");
        }
    }
}
