package org.hikyaku.spf;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfRecord.Directive;
import org.hikyaku.spf.SpfRecord.Mechanism;
import org.hikyaku.spf.SpfRecord.Modifier;
import org.hikyaku.spf.SpfResult.Code;
import org.jspecify.annotations.Nullable;

/** Reads SPF records (RFC 7208 section 12). The whole record is read before any of it is used. */
public final class SpfParser {

    /** What every record begins with (RFC 7208 section 4.5). */
    public static final String VERSION = "v=spf1";

    private static final int MAX_PREFIX4 = 32;
    private static final int MAX_PREFIX6 = 128;

    private final String text;
    private final List<Directive> directives = new ArrayList<>();
    private @Nullable Modifier redirect;
    private @Nullable Modifier explanation;

    private SpfParser(String text) {
        this.text = text;
    }

    /** A record that does not follow the grammar; the message says what is wrong. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final int position;

        Malformed(String message, int position) {
            super(message, null, false, false);
            this.position = position;
        }

        /** The first wrong character, from 0. */
        public int position() {
            return position;
        }
    }

    /**
     * Whether {@code text} is an SPF record at all: the version, then a space or the end (RFC 7208
     * section 4.5).
     */
    public static boolean isRecord(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /**
     * Reads a record.
     *
     * @param text one char per octet
     * @throws Malformed where it is none, wherever the fault stands (RFC 7208 section 4.6)
     */
    public static SpfRecord parse(String text) throws Malformed {
        if (!isRecord(text)) {
            throw new Malformed("it does not begin with 'v=spf1'", 0);
        }
        SpfParser parser = new SpfParser(text);
        int at = VERSION.length();
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            int end = text.indexOf(' ', at);
            end = end < 0 ? text.length() : end;
            parser.term(at, end);
            at = end;
        }
        return new SpfRecord(text, parser.directives, parser.redirect, parser.explanation);
    }

    private void term(int start, int end) throws Malformed {
        int at = start;
        while (at < end && isNameCharacter(text.charAt(at), at == start)) {
            at++;
        }
        if (at > start && at < end && text.charAt(at) == '=') {
            modifier(start, at, end);
        } else {
            directive(start, end);
        }
    }

    private static boolean isNameCharacter(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (!first && ((c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'));
    }

    private void modifier(int start, int equals, int end) throws Malformed {
        String name = text.substring(start, equals).toLowerCase(Locale.ROOT);
        String value = text.substring(equals + 1, end);
        boolean isRedirect = name.equals("redirect");
        if (!isRedirect && !name.equals("exp")) {
            // RFC 7208 section 6: unknown modifiers are ignored, but must be macro-strings.
            MacroString.of(value, equals + 1);
            return;
        }
        // RFC 7208 section 6: redirect and exp stand at most once each.
        if ((isRedirect ? redirect : explanation) != null) {
            throw new Malformed("'" + name + "=' stands twice", start);
        }
        MacroString target = MacroString.domainSpec(value, equals + 1);
        Modifier modifier = new Modifier(target, start, text.substring(start, end));
        if (isRedirect) {
            redirect = modifier;
        } else {
            explanation = modifier;
        }
    }

    private void directive(int start, int end) throws Malformed {
        int name = start;
        Code result = Code.PASS;
        switch (text.charAt(start)) {
            case '+' -> name++;
            case '-' -> {
                result = Code.FAIL;
                name++;
            }
            case '~' -> {
                result = Code.SOFTFAIL;
                name++;
            }
            case '?' -> {
                result = Code.NEUTRAL;
                name++;
            }
            default -> {
                // RFC 7208 section 4.6.2: no qualifier means "+"
            }
        }
        int nameEnd = name;
        while (nameEnd < end && text.charAt(nameEnd) != ':' && text.charAt(nameEnd) != '/') {
            nameEnd++;
        }
        Mechanism mechanism = mechanism(name, nameEnd, end);
        directives.add(new Directive(result, mechanism, start, text.substring(start, end)));
    }

    private Mechanism mechanism(int start, int nameEnd, int end) throws Malformed {
        boolean colon = nameEnd < end && text.charAt(nameEnd) == ':';
        int from = colon ? nameEnd + 1 : nameEnd;
        String name = text.substring(start, nameEnd).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "all" -> {
                if (nameEnd != end) {
                    throw new Malformed("'all' takes nothing", nameEnd);
                }
                yield new SpfRecord.All();
            }
            case "include" -> new SpfRecord.Include(required(colon, from, end));
            case "exists" -> new SpfRecord.Exists(required(colon, from, end));
            case "ptr" -> {
                if (nameEnd == end) {
                    yield new SpfRecord.Ptr(null);
                }
                yield new SpfRecord.Ptr(required(colon, from, end));
            }
            case "a", "mx" -> addresses(name.equals("a"), colon, from, end);
            case "ip4" -> new SpfRecord.Ip(network(colon, from, end, false));
            case "ip6" -> new SpfRecord.Ip(network(colon, from, end, true));
            default -> throw new Malformed("an unknown mechanism", start);
        };
    }

    private MacroString required(boolean colon, int from, int end) throws Malformed {
        if (!colon) {
            throw new Malformed("':' and a domain name are missing", from);
        }
        return MacroString.domainSpec(text.substring(from, end), from);
    }

    private Mechanism addresses(boolean a, boolean colon, int from, int end) throws Malformed {
        // RFC 7208 section 5.3: dual-cidr-length = [ ip4-cidr-length ] [ "/" ip6-cidr-length ].
        // A domain-spec may hold slashes too, so the lengths are taken off the end.
        int specEnd = end;
        int prefix6 = MAX_PREFIX6;
        int prefix4 = MAX_PREFIX4;
        int slash = slashBeforeDigits(from, specEnd);
        if (slash > from && text.charAt(slash - 1) == '/') {
            prefix6 = prefix(slash + 1, specEnd, MAX_PREFIX6);
            specEnd = slash - 1;
            slash = slashBeforeDigits(from, specEnd);
        }
        if (slash >= from) {
            prefix4 = prefix(slash + 1, specEnd, MAX_PREFIX4);
            specEnd = slash;
        }
        MacroString target = null;
        if (colon) {
            target = MacroString.domainSpec(text.substring(from, specEnd), from);
        } else if (specEnd != from) {
            throw new Malformed("no prefix length", specEnd);
        }
        return a
                ? new SpfRecord.A(target, prefix4, prefix6)
                : new SpfRecord.Mx(target, prefix4, prefix6);
    }

    /** Where the slash of a final {@code /digits} stands, or -1. */
    private int slashBeforeDigits(int from, int end) {
        int at = end;
        while (at > from && text.charAt(at - 1) >= '0' && text.charAt(at - 1) <= '9') {
            at--;
        }
        return at < end && at > from && text.charAt(at - 1) == '/' ? at - 1 : -1;
    }

    private int prefix(int from, int end, int max) throws Malformed {
        int length = end - from;
        // RFC 7208 section 5.6: no leading zeros.
        if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
            throw new Malformed("no prefix length", from);
        }
        int value = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new Malformed("no prefix length", from);
            }
            value = value * 10 + c - '0';
        }
        if (value > max) {
            throw new Malformed("a prefix length above " + max, from);
        }
        return value;
    }

    private IpNet network(boolean colon, int from, int end, boolean six) throws Malformed {
        if (!colon) {
            throw new Malformed("':' and an address are missing", from);
        }
        int slash = text.indexOf('/', from);
        boolean whole = slash < 0 || slash >= end;
        int addressEnd = whole ? end : slash;
        int max = six ? MAX_PREFIX6 : MAX_PREFIX4;
        InetAddress address = six ? address6(from, addressEnd) : address4(from, addressEnd);
        return new IpNet(address, whole ? max : prefix(slash + 1, end, max));
    }

    private InetAddress address4(int from, int end) throws Malformed {
        byte[] octets = new byte[4];
        int at = from;
        for (int i = 0; i < 4; i++) {
            int value = 0;
            int digits = at;
            while (at < end && at - digits < 4 && isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at) - '0';
                at++;
            }
            // RFC 7208 section 5.6: qnum has no leading zeros.
            boolean bad =
                    at == digits || value > 255 || (at - digits > 1 && text.charAt(digits) == '0');
            boolean separated = i == 3 ? at == end : at < end && text.charAt(at) == '.';
            if (bad || !separated) {
                throw new Malformed("no IPv4 address", from);
            }
            octets[i] = (byte) value;
            at++;
        }
        return IpNet.ofOctets(octets);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private InetAddress address6(int from, int end) throws Malformed {
        String literal = text.substring(from, end);
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            // a zone index ("%eth0") or brackets, which the JDK would take, are no part of ip6
            boolean hex = c <= 0x7e && Character.digit(c, 16) >= 0;
            if (!hex && c != ':' && c != '.') {
                throw new Malformed("no IPv6 address", from + i);
            }
        }
        if (literal.indexOf(':') < 0) {
            throw new Malformed("no IPv6 address", from);
        }
        InetAddress address =
                IpNet.address(literal).orElseThrow(() -> new Malformed("no IPv6 address", from));
        return address instanceof Inet6Address ? address : mapped(address.getAddress());
    }

    /**
     * IPv4-mapped, as an IPv6 address: the JDK would make it IPv4, and the prefix would not fit.
     */
    private static InetAddress mapped(byte[] four) {
        byte[] sixteen = new byte[16];
        Arrays.fill(sixteen, 10, 12, (byte) 0xff);
        System.arraycopy(four, 0, sixteen, 12, 4);
        try {
            return Inet6Address.getByAddress(null, sixteen, -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }
}
