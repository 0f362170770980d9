package org.hikyaku.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A path in angle brackets (RFC 5321 section 4.1.2) and what follows it.
 *
 * @param address null for {@code <>} and where there is no domain
 * @param localPart the part before the @, as written; empty for {@code <>}
 * @param isLocalOnly whether it has a local part and no domain
 * @param isAscii whether the path holds ASCII only
 * @param rest the parameters
 */
record PathReader(
        @Nullable MailAddress address,
        String localPart,
        boolean isLocalOnly,
        boolean isAscii,
        String rest) {

    /** RFC 5321 section 4.5.3.1.3: 256 octets, brackets included; a source route may add to it. */
    private static final int MAX_PATH_OCTETS = 1024;

    private static final String IPV6_TAG = "IPv6:";

    /** Reads {@code FROM:<path> rest} or {@code TO:<path> rest}. */
    static PathReader read(String text, String prefix) throws ReplyException {
        if (!text.regionMatches(true, 0, prefix, 0, prefix.length())) {
            throw CommandParser.syntax("The command needs " + prefix + "<address>");
        }
        // RFC 5321 section 3.3 allows no blank after the colon; so many clients send one that it
        // is let pass.
        int open = prefix.length();
        while (open < text.length() && text.charAt(open) == ' ') {
            open++;
        }
        if (open == text.length() || text.charAt(open) != '<') {
            throw CommandParser.syntax("The address must stand in angle brackets");
        }
        int close = closing(text, open + 1);
        String after = text.substring(close + 1);
        if (!after.isEmpty() && after.charAt(0) != ' ') {
            throw CommandParser.syntax("A blank must stand between address and parameters");
        }
        return path(withoutRoute(text.substring(open + 1, close)), after);
    }

    private static int closing(String text, int from) throws ReplyException {
        boolean quoted = false;
        for (int i = from; i < text.length() && i - from < MAX_PATH_OCTETS; i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        throw CommandParser.syntax("The address has no end, or is too long");
    }

    /** RFC 5321 appendix C: a source route is understood and ignored. */
    private static String withoutRoute(String path) throws ReplyException {
        if (!path.startsWith("@")) {
            return path;
        }
        int colon = path.indexOf(':');
        if (colon < 0 || path.substring(0, colon).indexOf('"') >= 0) {
            throw CommandParser.syntax("The source route has no end");
        }
        for (String hop : path.substring(0, colon).split(",", -1)) {
            if (!hop.startsWith("@") || DomainName.parse(hop.substring(1)).isEmpty()) {
                throw CommandParser.syntax("The source route is malformed");
            }
        }
        if (colon == path.length() - 1) {
            throw CommandParser.syntax("Nothing stands after the source route");
        }
        return path.substring(colon + 1);
    }

    private static PathReader path(String path, String rest) throws ReplyException {
        boolean ascii = path.chars().allMatch(c -> c < 0x80);
        int at = separator(path);
        if (at < 0) {
            return new PathReader(null, path, !path.isEmpty(), ascii, rest);
        }
        String local = path.substring(0, at);
        String domain = path.substring(at + 1);
        try {
            MailAddress address =
                    domain.startsWith("[") ? atLiteral(local, domain) : MailAddress.of(path);
            return new PathReader(address, local, false, ascii, rest);
        } catch (IllegalNameException e) {
            throw new ReplyException(
                    Reply.of(553, "5.1.3", "That is no valid mail address"),
                    String.valueOf(e.getMessage()));
        }
    }

    /** The @ outside quotes; -1 where there is none. */
    private static int separator(String path) {
        boolean quoted = false;
        int at = -1;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '@' && !quoted) {
                at = i;
            }
        }
        return at;
    }

    /** RFC 5321 section 4.1.3: {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. */
    private static MailAddress atLiteral(String local, String literal) {
        String inside = literal.endsWith("]") ? literal.substring(1, literal.length() - 1) : "";
        boolean six = inside.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length());
        String text = six ? inside.substring(IPV6_TAG.length()) : inside;
        boolean valid =
                text.indexOf(':') >= 0 == six
                        && text.indexOf('%') < 0
                        && text.getBytes(StandardCharsets.UTF_8).length == text.length()
                        && IpNet.address(text).isPresent();
        if (!valid) {
            throw new IllegalNameException("the domain is a malformed address literal");
        }
        // The local part is read by the rules of any other address.
        MailAddress parsed = MailAddress.of(local + "@literal.invalid");
        DomainName domain = new DomainName(literal.toLowerCase(Locale.ROOT));
        return new MailAddress(parsed.localPart(), domain);
    }
}
