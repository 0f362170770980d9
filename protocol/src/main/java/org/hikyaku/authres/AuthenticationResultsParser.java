package org.hikyaku.authres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResults.Result;
import org.jspecify.annotations.Nullable;

/**
 * Reads Authentication-Results (RFC 8601 section 2.2), and what the field carries in practice:
 * values with unquoted {@code / : =}, a semicolon at the end, properties without a type ({@code
 * action=none}), a missing authserv-id (then it is empty), a host name where a result should stand
 * (skipped).
 */
public final class AuthenticationResultsParser {

    /** A longer value is not read: those in use have some hundred characters. */
    public static final int MAX_CHARS = 64 * 1024;

    /** Methods that one field may tell of; ARC chains lead to some dozen. */
    public static final int MAX_RESULTS = 200;

    /** Properties of one method; real ones have up to 8. */
    public static final int MAX_PROPERTIES = 50;

    private final FieldLexer lexer;

    private AuthenticationResultsParser(String value) {
        this.lexer = new FieldLexer(value);
    }

    /** A value that cannot be read; the message says why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
        private final int position;

        Malformed(String message, int position) {
            super(message + " at position " + position, null, false, false);
            this.position = position;
        }

        /** The first character that is wrong, from 0. */
        public int position() {
            return position;
        }
    }

    /**
     * Reads the value of a field.
     *
     * @param value what stands after the colon, folded or not
     * @throws Malformed where it cannot be read
     */
    public static AuthenticationResults parse(String value) throws Malformed {
        if (value.length() > MAX_CHARS) {
            throw new Malformed("more than " + MAX_CHARS + " characters", MAX_CHARS);
        }
        return new AuthenticationResultsParser(value).field();
    }

    private AuthenticationResults field() throws Malformed {
        lexer.skip();
        int start = lexer.position();
        String id = lexer.value();
        if (id == null) {
            throw new Malformed("no authserv-id", start);
        }
        lexer.skip();
        int version = 1;
        boolean withoutId = id.indexOf('=') > 0 && lexer.peek() != ';';
        if (withoutId || lexer.peek() == '=') {
            // "spf=pass …" where the authserv-id belongs
            lexer.rewind(start);
            id = "";
        } else if (lexer.peek() != ';') {
            version = lexer.atEnd() ? 1 : version();
        }
        lexer.takeComment();
        return new AuthenticationResults(id, version, results(id.isEmpty()));
    }

    private int version() throws Malformed {
        int start = lexer.position();
        String digits = lexer.keyword();
        lexer.skip();
        if (digits.isEmpty()
                || digits.length() > 6
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Malformed("neither a version nor ';'", start);
        }
        return Integer.parseInt(digits);
    }

    private List<Result> results(boolean first) throws Malformed {
        List<Result> results = new ArrayList<>();
        boolean begun = first;
        while (begun || lexer.take(';')) {
            begun = false;
            lexer.skip();
            if (lexer.atEnd()) {
                break; // a semicolon at the end
            }
            if (lexer.peek() == ';') {
                continue;
            }
            if (results.size() == MAX_RESULTS) {
                throw new Malformed("more than " + MAX_RESULTS + " results", lexer.position());
            }
            Result result = result(results.isEmpty());
            if (result != null) {
                results.add(result);
            }
        }
        lexer.skip();
        if (!lexer.atEnd()) {
            throw new Malformed("';' expected", lexer.position());
        }
        return results;
    }

    /** One resinfo, or null for {@code none} and for a host name. */
    private @Nullable Result result(boolean first) throws Malformed {
        int start = lexer.position();
        String method = lexer.keyword().toLowerCase(Locale.ROOT);
        if (method.isEmpty()) {
            throw new Malformed("no method", start);
        }
        if (lexer.peek() == '.') {
            lexer.rewind(start);
            hostName(start);
            return null;
        }
        lexer.skip();
        if (first && method.equals("none") && (lexer.atEnd() || lexer.peek() == ';')) {
            return null;
        }
        int methodVersion = 1;
        if (lexer.take('/')) {
            lexer.skip();
            methodVersion = version();
        }
        lexer.skip();
        if (!lexer.take('=')) {
            throw new Malformed("'=' expected after '" + method + "'", lexer.position());
        }
        lexer.skip();
        String value = lexer.keyword().toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            throw new Malformed("no result for '" + method + "'", lexer.position());
        }
        lexer.takeComment();
        lexer.skip();
        String comment = lexer.takeComment();
        return details(new Result(method, methodVersion, value, null, List.of(), comment));
    }

    /** "spf=none …; outlook.com; dkim=none …": what that server writes. */
    private void hostName(int start) throws Malformed {
        String name = lexer.value();
        lexer.skip();
        boolean alone = lexer.atEnd() || lexer.peek() == ';';
        if (name == null || name.indexOf('=') >= 0 || !alone) {
            throw new Malformed("no method", start);
        }
    }

    private Result details(Result head) throws Malformed {
        String reason = null;
        List<Property> properties = new ArrayList<>();
        while (!lexer.atEnd() && lexer.peek() != ';') {
            Property property = property();
            if (property.type().isEmpty() && property.name().equals("reason") && reason == null) {
                reason = property.value();
                continue;
            }
            if (properties.size() == MAX_PROPERTIES) {
                throw new Malformed(
                        "more than " + MAX_PROPERTIES + " properties", lexer.position());
            }
            properties.add(property);
        }
        return new Result(
                head.method(),
                head.methodVersion(),
                head.value(),
                reason,
                properties,
                head.comment());
    }

    /** {@code type.name=value}, or {@code name=value}: then the type is empty. */
    private Property property() throws Malformed {
        int start = lexer.position();
        String type = lexer.keyword().toLowerCase(Locale.ROOT);
        lexer.skip();
        String name = "";
        if (lexer.take('.')) {
            lexer.skip();
            name = lexer.keyword();
            lexer.skip();
        }
        if (type.isEmpty() || !lexer.take('=')) {
            throw new Malformed("no property", start);
        }
        lexer.skip();
        int at = lexer.position();
        String value = lexer.value();
        if (value == null && lexer.peek() == ')') {
            throw new Malformed("a ')' without '('", at);
        }
        lexer.skip();
        return new Property(
                name.isEmpty() ? "" : type,
                (name.isEmpty() ? type : name).toLowerCase(Locale.ROOT),
                value == null ? "" : value);
    }
}
