package org.hikyaku.authres;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;

/**
 * Whose authserv-id a field carries, as anybody might read it (RFC 8601 section 5). Errs on the
 * side of removal: a reader after us may be more generous than the grammar.
 */
final class ClaimedId {

    /** No honest field is as long; one that is could hide a name behind a comment. */
    private static final int MAX_CHARS = 1024 * 1024;

    private static final Pattern ENCODED_WORD =
            Pattern.compile("=\\?([^?\\s]{1,40})\\?([bqBQ])\\?([^?]{0,1000})\\?=");

    private ClaimedId() {}

    static boolean isOneOf(String octets, Set<String> ownIds) {
        if (octets.length() > MAX_CHARS) {
            return true;
        }
        Set<String> own = new HashSet<>();
        ownIds.forEach(id -> own.add(normal(id)));
        String head = head(unquoted(text(octets)));
        // With every blank taken out too: "mx . example . com".
        String joined = head.replaceAll("\\s+", "");
        if (isOwn(joined, own) || isOwn(joined.replaceFirst("[0-9]+$", ""), own)) {
            return true;
        }
        for (String word : head.split("\\s+", 64)) {
            if (isOwn(word, own)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwn(String word, Set<String> own) {
        if (own.contains(normal(word))) {
            return true;
        }
        // "mx.example.com/job": some programs add a job number.
        int slash = word.indexOf('/');
        return slash > 0 && own.contains(normal(word.substring(0, slash)));
    }

    private static String normal(String word) {
        String name = word.strip();
        while (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return DomainName.parse(name).map(DomainName::ascii).orElse(name.toLowerCase(Locale.ROOT));
    }

    private static String text(String octets) {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return octets;
        }
    }

    /** Comments become blanks, quotes and control characters go, encoded words are decoded. */
    private static String unquoted(String text) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '\\' && i + 1 < text.length() && (quoted || depth > 0);
            if (escaped) {
                c = text.charAt(++i);
            } else if (c == '"' && depth == 0) {
                quoted = !quoted;
                continue;
            } else if (c == '(' && !quoted) {
                depth++;
                out.append(' ');
                continue;
            } else if (c == ')' && depth > 0) {
                depth--;
                continue;
            } else if (c == ';' && depth == 0 && !quoted) {
                break;
            }
            if (depth == 0) {
                append(out, c);
            }
        }
        return decoded(out.toString());
    }

    private static void append(StringBuilder out, char c) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            out.append(' ');
        } else if (!Character.isISOControl(c)) {
            out.append(c);
        }
    }

    private static String head(String text) {
        int semicolon = text.indexOf(';');
        return semicolon < 0 ? text : text.substring(0, semicolon);
    }

    /** RFC 2047 has no place here, but a generous reader decodes it all the same. */
    private static String decoded(String text) {
        Matcher matcher = ENCODED_WORD.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(decodedWord(matcher)));
        }
        return matcher.appendTail(out).toString();
    }

    private static String decodedWord(Matcher word) {
        try {
            Charset charset = Charset.forName(word.group(1).replaceFirst("\\*.*", ""));
            boolean base64 = word.group(2).equalsIgnoreCase("b");
            byte[] octets =
                    base64
                            ? Base64.getDecoder().decode(word.group(3))
                            : quotedPrintable(word.group(3));
            return new String(octets, charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return word.group();
        } catch (IllegalArgumentException _) {
            return word.group(); // no base64
        }
    }

    private static byte[] quotedPrintable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high =
                    c == '=' && i + 2 < text.length()
                            ? Character.digit(text.charAt(i + 1), 16)
                            : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                out.append((char) (high * 16 + low));
                i += 2;
            } else {
                out.append(c == '_' ? ' ' : c);
            }
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
