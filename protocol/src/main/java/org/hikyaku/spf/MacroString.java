package org.hikyaku.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.DomainName;

/**
 * Text with macros (RFC 7208 section 7), parsed.
 *
 * @param text as written
 * @param parts literal text and macros, in order
 */
public record MacroString(String text, List<Part> parts) {

    /** Copies the list. */
    public MacroString {
        parts = List.copyOf(parts);
    }

    /** A piece of the text. */
    public sealed interface Part {}

    /** Text that stands for itself, escapes resolved. */
    public record Literal(String text) implements Part {}

    /**
     * One macro.
     *
     * @param letter in lower case
     * @param escape whether it was in upper case: URL escaping (section 7.3)
     * @param keep how many right-hand parts stay; {@link Integer#MAX_VALUE} for all
     * @param reverse whether the parts are turned around
     * @param delimiters what the value is split at
     */
    public record Macro(char letter, boolean escape, int keep, boolean reverse, String delimiters)
            implements Part {}

    /** The name that it stands for in every message; empty where macros make it. */
    public Optional<DomainName> fixedName() {
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String plain) -> name.append(plain);
                case Macro _ -> {
                    return Optional.empty();
                }
            }
        }
        return DomainName.parse(name.toString());
    }

    private static final String LETTERS = "slodiphv";
    private static final String EXPLANATION_LETTERS = LETTERS + "crt";
    private static final String DELIMITERS = ".-+,/_=";

    /** More parts than a domain name has labels make no difference. */
    private static final int MAX_KEEP = 128;

    /**
     * Reads the target name of a mechanism or modifier: a macro-string that ends in a macro or in a
     * top label (RFC 7208 section 7.1, domain-spec).
     *
     * @param offset where {@code text} stands in the record, for messages
     */
    static MacroString domainSpec(String text, int offset) throws SpfParser.Malformed {
        MacroString parsed = parse(text, offset, false);
        if (text.isEmpty()) {
            throw new SpfParser.Malformed("a domain name is missing", offset);
        }
        int tail = 0;
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', tail)) {
            tail = macroEnd(text, at);
        }
        if (tail < text.length() && !endsInTopLabel(text, tail)) {
            throw new SpfParser.Malformed("the name does not end in a top-level label", offset);
        }
        return parsed;
    }

    /** Reads the value of an unknown modifier: any macro-string. */
    static MacroString of(String text, int offset) throws SpfParser.Malformed {
        return parse(text, offset, false);
    }

    /**
     * Reads the text that {@code exp=} leads to: spaces are allowed, and the letters c, r, t.
     *
     * @throws SpfParser.Malformed where it is none; then there is no explanation
     */
    static MacroString explanation(String text) throws SpfParser.Malformed {
        return parse(text, 0, true);
    }

    private static int macroEnd(String text, int percent) {
        return text.charAt(percent + 1) == '{' ? text.indexOf('}', percent) + 1 : percent + 2;
    }

    private static boolean endsInTopLabel(String text, int from) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        int dot = text.lastIndexOf('.', end - 1);
        if (dot < from || dot + 1 >= end) {
            return false;
        }
        boolean digitsOnly = true;
        for (int i = dot + 1; i < end; i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '-') {
                return false;
            }
            digitsOnly &= c >= '0' && c <= '9';
        }
        // RFC 7208 section 7.1: a toplabel is not numbers alone and has no hyphen at its ends.
        return !digitsOnly && text.charAt(dot + 1) != '-' && text.charAt(end - 1) != '-';
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static MacroString parse(String text, int offset, boolean explanation)
            throws SpfParser.Malformed {
        List<Part> parts = new ArrayList<>(4);
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '%') {
                if (c > 0x7e || c < 0x20 || (c == ' ' && !explanation)) {
                    throw new SpfParser.Malformed(
                            "a character that may not stand here", offset + at);
                }
                literal.append(c);
                at++;
                continue;
            }
            char kind = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            if (kind == '{') {
                flush(literal, parts);
                parts.add(macro(text, at, offset, explanation));
                at = text.indexOf('}', at) + 1;
                continue;
            }
            literal.append(escape(kind, offset + at));
            at += 2;
        }
        flush(literal, parts);
        return new MacroString(text, parts);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static String escape(char kind, int position) throws SpfParser.Malformed {
        // RFC 7208 section 7.1: "%%", "%_" and "%-" are the only escapes.
        return switch (kind) {
            case '%' -> "%";
            case '_' -> " ";
            case '-' -> "%20";
            default -> throw new SpfParser.Malformed("a '%' that starts no macro", position);
        };
    }

    private static Macro macro(String text, int percent, int offset, boolean explanation)
            throws SpfParser.Malformed {
        int end = text.indexOf('}', percent);
        int at = percent + 2;
        if (end < 0 || at == end) {
            throw new SpfParser.Malformed("a macro that does not end", offset + percent);
        }
        char letter = Character.toLowerCase(text.charAt(at));
        if ((explanation ? EXPLANATION_LETTERS : LETTERS).indexOf(letter) < 0) {
            throw new SpfParser.Malformed("an unknown macro letter", offset + at);
        }
        boolean upper = letter != text.charAt(at);
        at++;
        int keep = 0;
        int digits = at;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            keep = Math.min(MAX_KEEP, keep * 10 + text.charAt(at) - '0');
            at++;
        }
        if (at > digits && keep == 0) {
            throw new SpfParser.Malformed("a macro that keeps 0 parts", offset + digits);
        }
        boolean reverse = at < end && Character.toLowerCase(text.charAt(at)) == 'r';
        at += reverse ? 1 : 0;
        String delimiters = text.substring(at, end);
        for (int i = 0; i < delimiters.length(); i++) {
            if (DELIMITERS.indexOf(delimiters.charAt(i)) < 0) {
                throw new SpfParser.Malformed("no macro delimiter", offset + at + i);
            }
        }
        return new Macro(
                letter,
                upper,
                keep == 0 ? Integer.MAX_VALUE : keep,
                reverse,
                delimiters.isEmpty() ? "." : delimiters);
    }
}
