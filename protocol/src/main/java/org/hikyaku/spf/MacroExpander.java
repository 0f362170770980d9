package org.hikyaku.spf;

import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.MacroString.Literal;
import org.hikyaku.spf.MacroString.Macro;

/** Puts values into macro strings (RFC 7208 section 7.3). Belongs to one check. */
final class MacroExpander {

    /** Far beyond a name or a sentence; a record of macros could grow a hundredfold. */
    private static final int MAX_EXPANDED_CHARS = 8192;

    /** Upper case, as the OpenSPF suite has it; in names the case makes no difference. */
    private static final String NIBBLES = "0123456789ABCDEF";

    private final SpfVerifier.Question question;
    private final SpfLookups lookups;
    private final InstantSource clock;

    MacroExpander(SpfVerifier.Question question, SpfLookups lookups, InstantSource clock) {
        this.question = question;
        this.lookups = lookups;
        this.clock = clock;
    }

    /**
     * The name that {@code target} means at {@code domain}; empty where it can be none, so that the
     * term does not match.
     */
    Optional<DomainName> name(MacroString target, DomainName domain, SpfLookups.Asker asker)
            throws SpfStop {
        // RFC 8616 section 4: with a local part that is not ASCII, terms with s or l never match.
        if (needsAsciiLocal(target) && !isAscii(question.sender().local())) {
            return Optional.empty();
        }
        String text = text(target, domain, asker);
        if (text.length() > MAX_EXPANDED_CHARS) {
            return Optional.empty();
        }
        return DomainName.parse(escaped(shortened(text))).filter(name -> !name.isRoot());
    }

    private static boolean needsAsciiLocal(MacroString target) {
        for (MacroString.Part part : target.parts()) {
            if (part instanceof Macro macro && (macro.letter() == 's' || macro.letter() == 'l')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** RFC 7208 section 7.3: labels are taken off the left until 253 octets are left. */
    private static String shortened(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        int cut = 0;
        while (name.length() - cut > DomainName.MAX_OCTETS) {
            int dot = name.indexOf('.', cut);
            if (dot < 0) {
                return name;
            }
            cut = dot + 1;
        }
        return name.substring(cut);
    }

    /**
     * A blank ({@code %_}) or backslash in a label, as a zone file writes it (RFC 1035 section
     * 5.1): {@code DomainName} holds that form.
     */
    private static String escaped(String name) {
        return name.indexOf(' ') < 0 && name.indexOf('\\') < 0
                ? name
                : name.replace("\\", "\\092").replace(" ", "\\032");
    }

    /** The text that {@code source} means at {@code domain}. */
    String text(MacroString source, DomainName domain, SpfLookups.Asker asker) throws SpfStop {
        if (source.parts().size() == 1
                && source.parts().getFirst() instanceof Literal(String text)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (MacroString.Part part : source.parts()) {
            switch (part) {
                case Literal(String text) -> out.append(text);
                case Macro macro -> out.append(expand(macro, value(macro.letter(), domain, asker)));
            }
            if (out.length() > MAX_EXPANDED_CHARS) {
                break;
            }
        }
        return out.toString();
    }

    private String value(char letter, DomainName domain, SpfLookups.Asker asker) throws SpfStop {
        SpfVerifier.Sender sender = question.sender();
        SpfRequest request = question.request();
        return switch (letter) {
            case 's' -> sender.local() + "@" + ascii(sender.domain());
            case 'l' -> sender.local();
            case 'o' -> ascii(sender.domain());
            case 'd' -> domain.ascii();
            case 'i' -> dotted(request);
            case 'p' -> clientName(domain, asker);
            case 'v' -> request.client() instanceof Inet4Address ? "in-addr" : "ip6";
            case 'h' -> ascii(request.helo());
            case 'c' -> ReadableAddress.of(request.client());
            case 'r' -> request.receiver().isEmpty() ? "unknown" : request.receiver();
            case 't' -> Long.toString(clock.instant().getEpochSecond());
            default -> throw new IllegalStateException("the parser let '" + letter + "' pass");
        };
    }

    /** RFC 8616 section 4: U-labels become A-labels. */
    private static String ascii(String domain) {
        return isAscii(domain)
                ? domain
                : DomainName.parse(domain).map(DomainName::ascii).orElse(domain);
    }

    /** RFC 7208 section 7.3: an IPv6 address as nibbles with dots between them. */
    private static String dotted(SpfRequest request) {
        if (request.client() instanceof Inet4Address) {
            return request.client().getHostAddress();
        }
        StringBuilder out = new StringBuilder(63);
        for (byte octet : request.client().getAddress()) {
            out.append(out.isEmpty() ? "" : ".");
            out.append(NIBBLES.charAt((octet >> 4) & 15)).append('.');
            out.append(NIBBLES.charAt(octet & 15));
        }
        return out.toString();
    }

    /**
     * RFC 7208 section 7.3: the validated name that is the domain, or one below it, or any; without
     * one "unknown".
     */
    private String clientName(DomainName domain, SpfLookups.Asker asker) throws SpfStop {
        List<DomainName> names = lookups.clientNames(asker);
        DomainName best = null;
        for (DomainName name : names) {
            if (name.equals(domain)) {
                return name.ascii();
            }
            if (best == null || (name.isWithin(domain) && !best.isWithin(domain))) {
                best = name;
            }
        }
        return best == null ? "unknown" : best.ascii();
    }

    private static String expand(Macro macro, String value) {
        boolean plain =
                macro.keep() == Integer.MAX_VALUE
                        && !macro.reverse()
                        && macro.delimiters().equals(".");
        String text = plain ? value : transformed(macro, value);
        return macro.escape() ? urlEscaped(text) : text;
    }

    private static String transformed(Macro macro, String value) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            if (macro.delimiters().indexOf(value.charAt(i)) >= 0) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(value.substring(start));
        if (macro.reverse()) {
            Collections.reverse(parts);
        }
        int from = Math.max(0, parts.size() - macro.keep());
        return String.join(".", parts.subList(from, parts.size()));
    }

    /** RFC 7208 section 7.3: whatever is not unreserved in RFC 3986 is escaped. */
    private static String urlEscaped(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean alnum = c < 0x80 && Character.isLetterOrDigit(c);
            if (alnum || "-._~".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
