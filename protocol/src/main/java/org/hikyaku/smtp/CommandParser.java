package org.hikyaku.smtp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads command lines (RFC 5321 section 4.1). What is wrong with one becomes the reply that the
 * client gets.
 */
public final class CommandParser {

    /**
     * The longest command line in octets without CRLF. RFC 5321 section 4.5.3.1.4 says 512; the
     * parameters of RFC 3461 and 6531 add to it, and an AUTH response may have 12,288 (RFC 4954
     * section 4), which a session that allows AUTH reads with {@link #MAX_AUTH_OCTETS}.
     */
    public static final int MAX_LINE_OCTETS = 2048;

    /** RFC 4954 section 4: the longest line of an authentication exchange. */
    public static final int MAX_AUTH_OCTETS = 12288;

    /** RFC 5321 section 4.5.3.1.2: the longest domain, here of HELO. */
    static final int MAX_DOMAIN_OCTETS = 255;

    private static final String MECHANISM_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private CommandParser() {}

    /**
     * Reads one command.
     *
     * @param line without CRLF
     * @throws ReplyException where it is none: 500, 501, 502, 553 or 555; 421 or 521 where nothing
     *     that follows may be heard
     */
    public static Command parse(String line) throws ReplyException {
        int blank = line.indexOf(' ');
        String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
        return switch (verb) {
            case "HELO" -> new Command.Helo(clientName(rest));
            case "EHLO" -> new Command.Ehlo(clientName(rest));
            case "MAIL" -> PathCommands.mail(rest);
            case "RCPT" -> PathCommands.rcpt(rest);
            case "DATA" -> bare(new Command.Data(), rest);
            case "BDAT" -> bdat(rest);
            case "RSET" -> bare(new Command.Rset(), rest);
            case "NOOP" -> new Command.Noop();
            case "QUIT" -> bare(new Command.Quit(), rest);
            case "VRFY" -> new Command.Vrfy(required(rest));
            case "EXPN" -> new Command.Expn(required(rest));
            case "HELP" -> new Command.Help();
            case "STARTTLS" -> bare(new Command.StartTls(), rest);
            case "AUTH" -> auth(rest);
            case "GET", "HEAD", "POST", "PUT", "OPTIONS", "CONNECT" -> throw web(verb);
            default ->
                    throw new ReplyException(
                            Reply.of(500, "5.5.2", "Command not recognized"), "unknown command");
        };
    }

    static ReplyException syntax(String text) {
        return new ReplyException(Reply.of(501, "5.5.4", text), text);
    }

    /**
     * A browser that a page has sent here: what the page makes it say next could be SMTP, so it is
     * not heard (421 ends the session).
     */
    private static ReplyException web(String verb) {
        return new ReplyException(
                Reply.of(421, "4.7.0", "This is SMTP, not HTTP"), "HTTP (" + verb + ")");
    }

    private static Command bare(Command command, String rest) throws ReplyException {
        if (!rest.isEmpty()) {
            throw syntax("This command takes no parameters");
        }
        return command;
    }

    private static String required(String rest) throws ReplyException {
        if (rest.isEmpty()) {
            throw syntax("A parameter is missing");
        }
        return rest;
    }

    /**
     * RFC 5321 section 4.1.1.1: a domain or an address literal. Names with underscores and other
     * oddities are common in honest clients; what could break a trace field is refused.
     */
    private static String clientName(String rest) throws ReplyException {
        if (rest.isEmpty() || rest.length() > MAX_DOMAIN_OCTETS) {
            throw syntax("Say who you are: EHLO your.host.name");
        }
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            boolean harmless = Character.isLetterOrDigit(c) || "-._:[]/+".indexOf(c) >= 0;
            if (!harmless) {
                throw syntax("That is neither a host name nor an address literal");
            }
        }
        return rest;
    }

    /** RFC 3030 section 2: {@code BDAT size [LAST]}. */
    private static Command bdat(String rest) throws ReplyException {
        int blank = rest.indexOf(' ');
        String size = blank < 0 ? rest : rest.substring(0, blank);
        String mark = blank < 0 ? "" : rest.substring(blank + 1).strip();
        long octets = number(size);
        if (octets < 0 || (!mark.isEmpty() && !mark.equalsIgnoreCase("LAST"))) {
            // How many octets of message follow is unknown: none of them may be taken for a
            // command.
            throw new ReplyException(
                    Reply.of(521, "5.5.4", "BDAT needs a size, and LAST on the last one"),
                    "malformed BDAT");
        }
        return new Command.Bdat(octets, !mark.isEmpty());
    }

    /** 1 to 18 digits; -1 for anything else. */
    static long number(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static Command auth(String rest) throws ReplyException {
        int blank = rest.indexOf(' ');
        String mechanism = (blank < 0 ? rest : rest.substring(0, blank)).toUpperCase(Locale.ROOT);
        @Nullable String initial = blank < 0 ? null : rest.substring(blank + 1).strip();
        if (!isMechanism(mechanism) || (initial != null && initial.contains(" "))) {
            throw syntax("AUTH needs a mechanism and at most one response");
        }
        return new Command.Auth(mechanism, initial);
    }

    /** RFC 4422 section 3.1: 1 to 20 letters, digits, hyphens or underscores. */
    private static boolean isMechanism(String text) {
        if (text.isEmpty() || text.length() > 20) {
            return false;
        }
        return text.chars().allMatch(c -> MECHANISM_CHARS.indexOf(c) >= 0);
    }
}
