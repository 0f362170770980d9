package org.hikyaku.name;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A mail address, {@code local-part@domain}, without display name and without angle brackets.
 *
 * @param localPart unquoted, 1 to 64 octets of UTF-8 (RFC 5321 section 4.5.3.1.1, RFC 6531), no
 *     control characters
 * @param domain never the root
 */
public record MailAddress(String localPart, DomainName domain) implements Comparable<MailAddress> {

    /** RFC 5321 section 4.5.3.1.1. */
    public static final int MAX_LOCAL_OCTETS = 64;

    /** Checks the parts. */
    public MailAddress {
        if (localPart.isEmpty()) {
            throw new IllegalNameException(
                    "'@" + domain + "' is not a mail address: nothing stands before the @");
        }
        if (localPart.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_OCTETS) {
            throw new IllegalNameException(
                    "the address at "
                            + domain
                            + " has more than "
                            + MAX_LOCAL_OCTETS
                            + " octets before the @");
        }
        if (localPart.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalNameException(
                    "the address at " + domain + " has a control character before the @");
        }
        if (domain.isRoot()) {
            throw new IllegalNameException("a mail address needs a domain");
        }
    }

    /**
     * Reads {@code local@domain} or {@code "quoted local"@domain} (RFC 5321 section 4.1.2, RFC
     * 6531).
     *
     * @throws IllegalNameException where it is none; the message says why
     */
    public static MailAddress of(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalNameException(
                    "'"
                            + Shown.of(text)
                            + "' is not a mail address: it has no @ (example: you@example.com)");
        }
        if (at == text.length() - 1) {
            throw new IllegalNameException(
                    "'" + Shown.of(text) + "' is not a mail address: nothing stands after the @");
        }
        DomainName domain = DomainName.of(text.substring(at + 1));
        if (!domain.isHostName()) {
            throw new IllegalNameException(
                    "'"
                            + Shown.of(text)
                            + "' is not a mail address: "
                            + domain
                            + " cannot name a host");
        }
        return new MailAddress(localOf(text, text.substring(0, at)), domain);
    }

    /** As {@link #of}, for text from outside whose failure is an ordinary outcome. */
    public static Optional<MailAddress> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (IllegalNameException _) {
            return Optional.empty();
        }
    }

    private static String localOf(String whole, String local) {
        if (local.length() >= 2 && local.startsWith("\"") && local.endsWith("\"")) {
            return unquote(whole, local);
        }
        boolean dot = true;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' ? dot : !isAtext(c)) {
                throw new IllegalNameException(
                        "'"
                                + Shown.of(whole)
                                + "' is not a mail address: character "
                                + (i + 1)
                                + " may not stand there unquoted");
            }
            dot = c == '.';
        }
        if (dot && !local.isEmpty()) {
            throw new IllegalNameException(
                    "'" + Shown.of(whole) + "' is not a mail address: a dot stands before the @");
        }
        return local;
    }

    private static String unquote(String whole, String quoted) {
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length() - 1) {
                out.append(quoted.charAt(++i));
            } else if (c == '"' || c == '\\') {
                throw new IllegalNameException(
                        "'" + Shown.of(whole) + "' is not a mail address: its quotes do not match");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isAtext(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c >= 0x80
                || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    /** Whether the local part needs SMTPUTF8 (RFC 6531). */
    public boolean needsSmtpUtf8() {
        return localPart.chars().anyMatch(c -> c >= 0x80);
    }

    /** The address with its local part in lower case: how local accounts are looked up. */
    public MailAddress folded() {
        String lower = localPart.toLowerCase(Locale.ROOT);
        return lower.equals(localPart) ? this : new MailAddress(lower, domain);
    }

    @Override
    public int compareTo(MailAddress other) {
        int c = domain.compareTo(other.domain);
        return c != 0 ? c : localPart.compareTo(other.localPart);
    }

    /** The form for the wire, the local part quoted where it must be. */
    @Override
    public String toString() {
        boolean dot = true;
        boolean atom = true;
        for (int i = 0; i < localPart.length(); i++) {
            char c = localPart.charAt(i);
            atom &= c == '.' ? !dot : isAtext(c);
            dot = c == '.';
        }
        if (atom && !dot) {
            return localPart + "@" + domain;
        }
        return "\"" + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + "\"@" + domain;
    }
}
