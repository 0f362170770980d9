package org.hikyaku.smtp;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/** MAIL and RCPT with their parameters. */
final class PathCommands {

    /** More than all parameters that we know; each costs an entry. */
    private static final int MAX_PARAMETERS = 16;

    /** RFC 3461 section 4.4: of the envelope id as sent, in octets. */
    private static final int MAX_ENVID_OCTETS = 100;

    /** RFC 3461 section 4.2: of ORCPT as sent, in octets. */
    private static final int MAX_ORCPT_OCTETS = 500;

    private PathCommands() {}

    static Command mail(String rest) throws ReplyException {
        PathReader path = PathReader.read(rest, "FROM:");
        Map<String, String> params = parameters(path.rest());
        BodyType body = BodyType.SEVEN_BIT;
        boolean utf8 = false;
        boolean headersOnly = false;
        boolean requireTls = false;
        String envelopeId = null;
        long size = -1;
        for (var param : params.entrySet()) {
            String value = param.getValue();
            switch (param.getKey()) {
                case "SIZE" -> size = size(value);
                case "BODY" -> body = body(value);
                case "SMTPUTF8" -> utf8 = flag(param.getKey(), value);
                case "REQUIRETLS" -> requireTls = flag(param.getKey(), value);
                case "RET" -> headersOnly = ret(value);
                case "ENVID" -> envelopeId = xtext(limited(value, MAX_ENVID_OCTETS, "ENVID"));
                // RFC 4954 section 5: accepted and not trusted.
                case "AUTH" -> xtext(value);
                default -> throw unknown(param.getKey());
            }
        }
        MailAddress address = path.address();
        if (path.isLocalOnly()) {
            throw new ReplyException(
                    Reply.of(553, "5.1.7", "The sender address needs a domain"),
                    "sender without domain");
        }
        requireUtf8(utf8, path, "5.6.7");
        ReversePath from = address == null ? ReversePath.NULL : ReversePath.of(address);
        return new Command.Mail(
                from, size, new Envelope.Options(body, utf8, headersOnly, envelopeId, requireTls));
    }

    /** RFC 6531 section 3.5: an address beyond ASCII needs the parameter. */
    private static void requireUtf8(boolean utf8, PathReader path, String status)
            throws ReplyException {
        if (!utf8 && !path.isAscii()) {
            throw new ReplyException(
                    Reply.of(553, status, "An address beyond ASCII needs SMTPUTF8 on MAIL"),
                    "SMTPUTF8 missing");
        }
    }

    static Command rcpt(String rest) throws ReplyException {
        PathReader path = PathReader.read(rest, "TO:");
        Map<String, String> params = parameters(path.rest());
        Set<Recipient.Notify> notices = EnumSet.noneOf(Recipient.Notify.class);
        String original = null;
        for (var param : params.entrySet()) {
            String value = param.getValue();
            switch (param.getKey()) {
                case "NOTIFY" -> notices = notices(value);
                case "ORCPT" -> original = original(limited(value, MAX_ORCPT_OCTETS, "ORCPT"));
                default -> throw unknown(param.getKey());
            }
        }
        MailAddress address = path.address();
        if (address == null && !path.isLocalOnly()) {
            throw CommandParser.syntax("A recipient address may not be empty");
        }
        if (address == null) {
            if (!path.localPart().equalsIgnoreCase("postmaster")) {
                throw new ReplyException(
                        Reply.of(553, "5.1.3", "The recipient address needs a domain"),
                        "recipient without domain");
            }
            return new Command.Rcpt(null);
        }
        return new Command.Rcpt(new Recipient(address, notices, original));
    }

    /** RFC 5321 section 4.1.2: {@code keyword[=value]}, separated by blanks. */
    private static Map<String, String> parameters(String rest) throws ReplyException {
        Map<String, String> params = HashMap.newHashMap(4);
        int at = 0;
        while (at < rest.length()) {
            int blank = rest.indexOf(' ', at);
            int end = blank < 0 ? rest.length() : blank;
            if (end > at) {
                add(params, rest.substring(at, end));
            }
            at = end + 1;
        }
        return params;
    }

    private static void add(Map<String, String> params, String word) throws ReplyException {
        int equals = word.indexOf('=');
        String name = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        if (params.size() == MAX_PARAMETERS || params.putIfAbsent(name, value) != null) {
            throw CommandParser.syntax("Too many parameters, or one stands twice");
        }
    }

    private static ReplyException unknown(String name) {
        // RFC 5321 section 4.1.1.11: 555 for a parameter that is not recognized.
        return new ReplyException(
                Reply.of(555, "5.5.4", "Parameter not recognized"),
                "parameter " + name + " is unknown");
    }

    private static long size(String value) throws ReplyException {
        long size = value.length() <= 20 ? CommandParser.number(value) : -1;
        if (size < 0) {
            throw CommandParser.syntax("SIZE needs a number of octets");
        }
        return size;
    }

    private static BodyType body(String value) throws ReplyException {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> BodyType.SEVEN_BIT;
            case "8BITMIME" -> BodyType.EIGHT_BIT_MIME;
            case "BINARYMIME" -> BodyType.BINARY_MIME;
            default -> throw CommandParser.syntax("BODY is 7BIT or 8BITMIME");
        };
    }

    private static boolean flag(String key, String value) throws ReplyException {
        if (!value.isEmpty()) {
            throw CommandParser.syntax(key + " takes no value");
        }
        return true;
    }

    private static boolean ret(String value) throws ReplyException {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> false;
            case "HDRS" -> true;
            default -> throw CommandParser.syntax("RET is FULL or HDRS");
        };
    }

    private static Set<Recipient.Notify> notices(String value) throws ReplyException {
        Set<Recipient.Notify> notices = EnumSet.noneOf(Recipient.Notify.class);
        for (String word : value.split(",", 8)) {
            boolean added =
                    switch (word.toUpperCase(Locale.ROOT)) {
                        case "NEVER" -> notices.add(Recipient.Notify.NEVER);
                        case "SUCCESS" -> notices.add(Recipient.Notify.SUCCESS);
                        case "FAILURE" -> notices.add(Recipient.Notify.FAILURE);
                        case "DELAY" -> notices.add(Recipient.Notify.DELAY);
                        default -> false;
                    };
            if (!added) {
                throw CommandParser.syntax("NOTIFY is NEVER, or of SUCCESS, FAILURE, DELAY");
            }
        }
        if (notices.contains(Recipient.Notify.NEVER) && notices.size() > 1) {
            throw CommandParser.syntax("NOTIFY=NEVER stands alone");
        }
        return notices;
    }

    /** RFC 3461 section 4.2: {@code type;xtext}. */
    private static String original(String value) throws ReplyException {
        int semicolon = value.indexOf(';');
        if (semicolon < 1 || semicolon == value.length() - 1) {
            throw CommandParser.syntax("ORCPT needs a type and an address: rfc822;a@example.com");
        }
        for (int i = 0; i < semicolon; i++) {
            char c = value.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '-') {
                throw CommandParser.syntax("ORCPT needs a type and an address");
            }
        }
        String xtext = value.substring(semicolon + 1);
        if (!value.regionMatches(true, 0, "utf-8;", 0, 6)) {
            xtext(xtext);
        } else if (xtext.chars().anyMatch(c -> c < '!' || (c >= 0x7f && c < 0xa0))) {
            // RFC 6533 section 3: utf-8 addresses have an encoding of their own, or none
            throw CommandParser.syntax("ORCPT holds a control character");
        }
        return value;
    }

    private static String limited(String value, int maxOctets, String name) throws ReplyException {
        if (value.isEmpty() || value.length() > maxOctets) {
            throw CommandParser.syntax(name + " needs 1 to " + maxOctets + " octets");
        }
        return value;
    }

    private static String xtext(String value) throws ReplyException {
        @Nullable String text = Xtext.decode(value);
        if (text == null) {
            throw CommandParser.syntax("A parameter is not in xtext form");
        }
        return text;
    }
}
