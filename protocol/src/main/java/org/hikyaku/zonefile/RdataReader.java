package org.hikyaku.zonefile;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of one record into the octets of the wire (RFC 1035 section 3.3 and the RFCs of
 * the types), names in lower case. For one thread; used again and again.
 */
final class RdataReader {

    /** RFC 1035 section 3.3. */
    static final int MAX_STRING_OCTETS = 255;

    /** IANA DNS security algorithm numbers, by their names in zone files. */
    private static final Map<String, Integer> ALGORITHMS =
            Map.ofEntries(
                    Map.entry("RSAMD5", 1),
                    Map.entry("DH", 2),
                    Map.entry("DSA", 3),
                    Map.entry("ECC", 4),
                    Map.entry("RSASHA1", 5),
                    Map.entry("NSEC3DSA", 6),
                    Map.entry("NSEC3RSASHA1", 7),
                    Map.entry("RSASHA256", 8),
                    Map.entry("RSASHA512", 10),
                    Map.entry("ECDSAP256SHA256", 13),
                    Map.entry("ECDSAP384SHA384", 14),
                    Map.entry("ED25519", 15),
                    Map.entry("ED448", 16),
                    Map.entry("INDIRECT", 252),
                    Map.entry("PRIVATEDNS", 253),
                    Map.entry("PRIVATEOID", 254));

    /** RFC 4398 section 2.1. */
    private static final Map<String, Integer> CERTIFICATE_TYPES =
            Map.of(
                    "PKIX", 1, "SPKI", 2, "PGP", 3, "IPKIX", 4, "ISPKI", 5, "IPGP", 6, "ACPKIX", 7,
                    "IACPKIX", 8, "URI", 253, "OID", 254);

    private final Octets out = new Octets();
    private final NameScan names = new NameScan();
    private byte[] text = new byte[0];
    private byte[] origin = new byte[0];
    private List<Token> tokens = List.of();
    private int limit;
    private int at;

    /**
     * The octets of the data.
     *
     * @param words of the data
     * @param endOffset the offset to name where words are missing
     */
    byte[] read(int type, byte[] octets, List<Token> words, int endOffset, byte[] originOctets)
            throws Misread {
        text = octets;
        tokens = words;
        limit = endOffset;
        origin = originOctets;
        at = 0;
        out.clear();
        List<Field> form = RecordTypes.form(type);
        if (isGeneric()) {
            generic(form);
        } else if (form == null) {
            throw Misread.expected(Wanted.DATA, offset(), at < tokens.size() ? word() : "");
        } else {
            for (Field field : form) {
                field(field);
            }
            finish(type);
        }
        if (at < tokens.size()) {
            throw new Misread(ZoneFault.TEXT_LEFT, offset(), word());
        }
        return out.copy(0);
    }

    private void finish(int type) throws Misread {
        if (type == RecordTypes.DS || type == RecordTypes.CDS) {
            DigestLength.check(out, tokens.getFirst().start());
        }
        if (type == RecordTypes.NAPTR) {
            substitution(tokens.get(4));
        }
        if (type == RecordTypes.NSEC3) {
            // RFC 5155 section 3.3: the next hashed owner; SHA-1 is the only algorithm.
            int hash = 5 + out.at(4);
            if (out.at(0) == 1 && out.at(hash) != 20) {
                throw new Misread(ZoneFault.DATA_LENGTH, tokens.get(4).start(), "20");
            }
        }
    }

    /** RFC 3402 section 3.2: three times the delimiter, then at most the flag {@code i}. */
    private void substitution(Token token) throws Misread {
        String value = token.text(text);
        if (value.isEmpty()) {
            return;
        }
        char delimiter = value.charAt(0);
        int delimiters = 0;
        int last = 0;
        for (int i = 0; i < value.length(); i++) {
            boolean escaped = i > 0 && value.charAt(i - 1) == '\\';
            if (value.charAt(i) == delimiter && !escaped) {
                delimiters++;
                last = i;
            }
        }
        String flags = value.substring(last + 1);
        if (delimiters != 3 || !flags.isEmpty() && !flags.equals("i")) {
            throw bad(token, Wanted.REGEXP);
        }
    }

    private boolean isGeneric() {
        if (tokens.isEmpty() || tokens.getFirst().quoted()) {
            return false;
        }
        Token first = tokens.getFirst();
        return first.end() - first.start() == 2
                && text[first.start()] == '\\'
                && text[first.start() + 1] == '#';
    }

    /** RFC 3597 section 5. */
    private void generic(@Nullable List<Field> form) throws Misread {
        at = 1;
        int lengthAt = offset();
        long length = number(65_535, Wanted.NUMBER_16);
        if (length > 0) {
            hex();
        }
        if (out.length() != length) {
            throw new Misread(ZoneFault.DATA_LENGTH, lengthAt, Integer.toString(out.length()));
        }
        if (form != null && !WireForm.fits(form, out.copy(0))) {
            throw Misread.expected(Wanted.WIRE, lengthAt, "\\# " + length);
        }
    }

    private void field(Field field) throws Misread {
        switch (field) {
            case U8 -> out.put((int) number(255, Wanted.NUMBER_8), offset());
            case U16 -> out.put16(number(65_535, Wanted.NUMBER_16), offset());
            case U32 -> out.put32(number(0xffffffffL, Wanted.NUMBER_32), offset());
            case PERIOD -> period();
            case TYPE -> type();
            case NAME -> name();
            case STRING -> string();
            case STRINGS -> strings();
            case LONG_STRING -> longString();
            case A4 -> address4();
            case A6 -> address6();
            case HEX -> hex();
            case SALT -> salt();
            case BASE64 -> base64();
            case BASE32HEX -> base32();
            case TYPES -> types();
            case TIME -> time();
            case ALGORITHM -> out.put(mnemonic(ALGORITHMS, 255, Wanted.ALGORITHM), offset());
            case CERTIFICATE_TYPE ->
                    out.put16(
                            mnemonic(CERTIFICATE_TYPES, 65_535, Wanted.CERTIFICATE_TYPE), offset());
            case CAA_TAG -> caaTag();
            case PARAMETERS -> at = new SvcParameters(text, tokens, out).read(at);
            case LOCATION -> at = new LocationText(text, tokens, limit).read(at, out);
            case EUI48 -> pairs(6, "-", Wanted.EUI);
            case EUI64 -> pairs(8, "-", Wanted.EUI);
            case NODE64 -> node();
            case NSAP -> nsap();
            case SCHEME -> scheme();
            case WORDS -> words(true);
            case ANYTHING -> words(false);
        }
    }

    private int offset() {
        return at < tokens.size() ? tokens.get(at).outerStart() : limit;
    }

    private String word() {
        return tokens.get(at).text(text);
    }

    /** The next word, which may not be quoted; moves on. */
    private Token plain(Wanted wanted) throws Misread {
        if (at >= tokens.size()) {
            throw Misread.expected(wanted, limit, "");
        }
        Token token = tokens.get(at);
        if (token.quoted()) {
            throw Misread.expected(wanted, token.outerStart(), "\"" + word() + "\"");
        }
        at++;
        return token;
    }

    private Misread bad(Token token, Wanted wanted) {
        return Misread.expected(wanted, token.outerStart(), token.text(text));
    }

    private long number(long max, Wanted wanted) throws Misread {
        Token token = plain(wanted);
        long value = 0;
        for (int i = token.start(); i < token.end(); i++) {
            value = text[i] < '0' || text[i] > '9' ? max + 1 : value * 10 + text[i] - '0';
            if (value > max) {
                throw bad(token, wanted);
            }
        }
        return value;
    }

    private int mnemonic(Map<String, Integer> known, int max, Wanted wanted) throws Misread {
        if (at < tokens.size()) {
            Integer number = known.get(word().toUpperCase(Locale.ROOT));
            if (number != null && !tokens.get(at).quoted()) {
                at++;
                return number;
            }
        }
        return (int) number(max, wanted);
    }

    private void period() throws Misread {
        Token token = plain(Wanted.PERIOD);
        long seconds = TtlText.seconds(text, token.start(), token.end());
        if (seconds < 0) {
            throw bad(token, Wanted.PERIOD);
        }
        out.put32(seconds, token.start());
    }

    private void type() throws Misread {
        Token token = plain(Wanted.TYPE);
        int number = RecordTypes.number(token.text(text));
        if (number < 0 && token.text(text).matches("[0-9]{1,5}")) {
            number = Integer.parseInt(token.text(text));
        }
        if (number < 0 || number > 65_535) {
            throw bad(token, Wanted.TYPE);
        }
        out.put16(number, token.start());
    }

    private void name() throws Misread {
        Token token = plain(Wanted.NAME);
        names.read(text, token.start(), token.end(), origin);
        out.putAll(names.wire(), names.length(), token.start());
        out.put(0, token.start());
    }

    private void string() throws Misread {
        if (at >= tokens.size()) {
            throw Misread.expected(Wanted.STRING, limit, "");
        }
        Token token = tokens.get(at++);
        int lengthAt = out.length();
        out.put(0, token.start());
        octets(token);
        int length = out.length() - lengthAt - 1;
        if (length > MAX_STRING_OCTETS) {
            throw new Misread(ZoneFault.STRING_LONG, token.outerStart(), Integer.toString(length));
        }
        out.set(lengthAt, length);
    }

    private void octets(Token token) throws Misread {
        int i = token.start();
        while (i < token.end()) {
            if (text[i] == '\\') {
                int taken = NameScan.escape(text, i, token.end());
                out.put(NameScan.octet(text, i, taken), i);
                i += taken;
            } else {
                out.put(text[i], i);
                i++;
            }
        }
    }

    private void strings() throws Misread {
        do {
            string();
        } while (at < tokens.size());
    }

    private void longString() throws Misread {
        if (at >= tokens.size()) {
            throw Misread.expected(Wanted.STRING, limit, "");
        }
        octets(tokens.get(at++));
    }

    private void address4() throws Misread {
        Token token = plain(Wanted.IPV4);
        int dots = 0;
        int value = -1;
        for (int i = token.start(); i <= token.end(); i++) {
            int c = i == token.end() ? '.' : text[i];
            if (c == '.' && value >= 0) {
                out.put(value, i);
                value = -1;
                dots++;
                continue;
            }
            // BIND refuses leading zeros: some programs read them as octal.
            if (c < '0' || c > '9' || value == 0) {
                throw bad(token, Wanted.IPV4);
            }
            value = Math.max(value, 0) * 10 + c - '0';
            if (value > 255) {
                throw bad(token, Wanted.IPV4);
            }
        }
        if (dots != 4) {
            throw bad(token, Wanted.IPV4);
        }
    }

    private void address6() throws Misread {
        Token token = plain(Wanted.IPV6);
        byte[] octets = ipv6(token.text(text));
        if (octets.length != 16) {
            throw bad(token, Wanted.IPV6);
        }
        out.putAll(octets, 16, token.start());
    }

    /** RFC 4291 section 2.2; empty where it is none. */
    static byte[] ipv6(String literal) {
        if (literal.indexOf(':') < 0 || literal.indexOf('%') >= 0) {
            return new byte[0];
        }
        try {
            byte[] octets = InetAddress.ofLiteral(literal).getAddress();
            if (octets.length == 16) {
                return octets;
            }
            byte[] mapped = new byte[16];
            mapped[10] = (byte) 0xff;
            mapped[11] = (byte) 0xff;
            System.arraycopy(octets, 0, mapped, 12, 4);
            return mapped;
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private void hex() throws Misread {
        int half = -1;
        Token token = plain(Wanted.HEX);
        while (true) {
            for (int i = token.start(); i < token.end(); i++) {
                int digit = Character.digit(text[i], 16);
                if (digit < 0) {
                    throw bad(token, Wanted.HEX);
                }
                half = half < 0 ? digit : put(half << 4 | digit, i);
            }
            if (at == tokens.size()) {
                break;
            }
            token = plain(Wanted.HEX);
        }
        if (half >= 0) {
            throw bad(token, Wanted.HEX);
        }
    }

    private int put(int octet, int offset) throws Misread {
        out.put(octet, offset);
        return -1;
    }

    private void salt() throws Misread {
        Token token = plain(Wanted.SALT);
        String salt = token.text(text);
        byte[] octets =
                salt.equals("-") || !salt.matches("([0-9A-Fa-f]{2}){1,255}")
                        ? new byte[0]
                        : java.util.HexFormat.of().parseHex(salt);
        if (octets.length == 0 && !salt.equals("-")) {
            throw bad(token, Wanted.SALT);
        }
        out.put(octets.length, token.start());
        out.putAll(octets, octets.length, token.start());
    }

    private void base64() throws Misread {
        Token first = plain(Wanted.BASE64);
        StringBuilder joined = new StringBuilder();
        append(joined, first);
        while (at < tokens.size()) {
            append(joined, plain(Wanted.BASE64));
        }
        byte[] octets = Base64Text.decode(joined);
        if (octets == null) {
            throw Misread.expected(
                    Wanted.BASE64,
                    first.outerStart(),
                    joined.substring(0, Math.min(60, joined.length())));
        }
        out.putAll(octets, octets.length, first.start());
    }

    private void append(StringBuilder joined, Token token) {
        for (int i = token.start(); i < token.end(); i++) {
            joined.append((char) (text[i] & 0xff));
        }
    }

    private void base32() throws Misread {
        Token token = plain(Wanted.BASE32HEX);
        byte[] octets = Base64Text.decode32(token.text(text));
        if (octets == null || octets.length == 0 || octets.length > 255) {
            throw bad(token, Wanted.BASE32HEX);
        }
        out.put(octets.length, token.start());
        out.putAll(octets, octets.length, token.start());
    }

    /** RFC 4034 section 4.1.2: the bit map of types. */
    private void types() throws Misread {
        boolean[] present = new boolean[65_536];
        while (at < tokens.size()) {
            Token token = plain(Wanted.TYPES);
            int number = RecordTypes.number(token.text(text));
            if (number <= 0) {
                throw bad(token, Wanted.TYPES);
            }
            present[number] = true;
        }
        for (int window = 0; window < 256; window++) {
            byte[] bits = new byte[32];
            int used = 0;
            for (int i = 0; i < 256; i++) {
                if (present[window << 8 | i]) {
                    bits[i >> 3] |= (byte) (0x80 >> (i & 7));
                    used = (i >> 3) + 1;
                }
            }
            if (used > 0) {
                out.put(window, limit);
                out.put(used, limit);
                out.putAll(Arrays.copyOf(bits, used), used, limit);
            }
        }
    }

    /** RFC 4034 section 3.2. */
    private void time() throws Misread {
        Token token = plain(Wanted.TIME);
        long seconds = TimeText.seconds(token.text(text));
        if (seconds < 0) {
            throw bad(token, Wanted.TIME);
        }
        out.put32(seconds, token.start());
    }

    /** RFC 8659 section 4.1: letters and digits. */
    private void caaTag() throws Misread {
        Token token = plain(Wanted.CAA_TAG);
        String tag = token.text(text);
        if (!tag.matches("[A-Za-z0-9]{1,255}")) {
            throw bad(token, Wanted.CAA_TAG);
        }
        out.put(tag.length(), token.start());
        for (int i = 0; i < tag.length(); i++) {
            out.put(Character.toLowerCase(tag.charAt(i)), token.start());
        }
    }

    private void pairs(int count, String between, Wanted wanted) throws Misread {
        Token token = plain(wanted);
        String value = token.text(text);
        if (!value.matches("[0-9A-Fa-f]{2}(" + between + "[0-9A-Fa-f]{2}){" + (count - 1) + "}")) {
            throw bad(token, wanted);
        }
        for (String pair : value.split(between, -1)) {
            out.put(Integer.parseInt(pair, 16), token.start());
        }
    }

    /** RFC 6742 section 2.1: four groups, as the half of an IPv6 address. */
    private void node() throws Misread {
        Token token = plain(Wanted.NODE);
        String value = token.text(text);
        if (!value.matches("[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4}){3}")) {
            throw bad(token, Wanted.NODE);
        }
        for (String group : value.split(":", -1)) {
            out.put16(Integer.parseInt(group, 16), token.start());
        }
    }

    /** RFC 1706 section 7. */
    private void nsap() throws Misread {
        Token token = plain(Wanted.NSAP);
        String digits = token.text(text).replace(".", "");
        if (!digits.matches("0[xX]([0-9A-Fa-f]{2}){1,255}")) {
            throw bad(token, Wanted.NSAP);
        }
        byte[] octets = java.util.HexFormat.of().parseHex(digits, 2, digits.length());
        out.putAll(octets, octets.length, token.start());
    }

    private void scheme() throws Misread {
        out.put(mnemonic(Map.of("NOTIFY", 1), 255, Wanted.SCHEME), offset());
    }

    private void words(boolean needed) throws Misread {
        if (needed && at >= tokens.size()) {
            throw Misread.expected(Wanted.DATA, limit, "");
        }
        while (at < tokens.size()) {
            Token token = tokens.get(at++);
            for (int i = token.start(); i < token.end(); i++) {
                out.put(text[i], i);
            }
            out.put(' ', token.end());
        }
    }
}
