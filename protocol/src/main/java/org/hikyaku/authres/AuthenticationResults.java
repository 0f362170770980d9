package org.hikyaku.authres;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Authentication-Results field.
 *
 * @param authservId who says so
 * @param version 1 where the field has none
 * @param results empty for {@code none}
 */
public record AuthenticationResults(String authservId, int version, List<Result> results) {

    /** Copies the list. */
    public AuthenticationResults {
        results = List.copyOf(results);
    }

    /** What stands before the value on the first line. */
    private static final int NAME_CHARS = "Authentication-Results: ".length();

    /**
     * The value of the field (RFC 8601 section 2.2), folded at 78 characters with CRLF and blanks.
     * No value, however hostile, can end the field or start another result: what is no token is
     * quoted, control characters are written out, and values are cut after some hundred characters.
     */
    public String fieldValue() {
        FieldWriter out = new FieldWriter(NAME_CHARS);
        out.value("", authservId);
        if (version != 1) {
            out.word(Integer.toString(version));
        }
        for (Result result : results) {
            out.append(";");
            write(result, out);
        }
        if (results.isEmpty()) {
            out.append(";");
            out.word("none");
        }
        return out.toString();
    }

    private static void write(Result result, FieldWriter out) {
        String version = result.methodVersion() == 1 ? "" : "/" + result.methodVersion();
        out.word(
                FieldWriter.keyword(result.method())
                        + version
                        + "="
                        + FieldWriter.keyword(result.value()));
        if (result.comment() != null) {
            out.comment(result.comment());
        }
        if (result.reason() != null) {
            out.value("reason=", result.reason());
        }
        for (Property property : result.properties()) {
            String type =
                    property.type().isEmpty() ? "" : FieldWriter.keyword(property.type()) + ".";
            out.value(type + FieldWriter.keyword(property.name()) + "=", property.value());
        }
    }

    /**
     * Whether a field from outside claims to be from one of {@code ownIds} and so must be removed
     * (RFC 8601 section 5): in any case, with comments, quotes, folds or blanks within, as encoded
     * word, as U-label or A-label, with a final dot or a job number.
     *
     * @param fieldValueOctets what stands after the colon, one char per octet
     */
    public static boolean isForged(String fieldValueOctets, Set<String> ownIds) {
        return ClaimedId.isOneOf(fieldValueOctets, ownIds);
    }

    /**
     * What one method found.
     *
     * @param method such as {@code spf}, {@code dkim}, in lower case
     * @param methodVersion 1 where the field has none
     * @param value such as {@code pass}, in lower case
     * @param reason the text of {@code reason=}, or null
     * @param properties what it was found about, in order
     * @param comment the comment after the result, without brackets, or null
     */
    public record Result(
            String method,
            int methodVersion,
            String value,
            @Nullable String reason,
            List<Property> properties,
            @Nullable String comment) {
        /** Copies the list. */
        public Result {
            properties = List.copyOf(properties);
        }

        /** A result without version and reason. */
        public static Result of(
                String method, String value, @Nullable String comment, Property... properties) {
            return new Result(method, 1, value, null, List.of(properties), comment);
        }
    }

    /**
     * {@code type.name=value}.
     *
     * @param type smtp, header, body, policy, dns or another; empty for {@code name=value}, which
     *     some programs write
     * @param name such as {@code mailfrom}
     * @param value unquoted
     */
    public record Property(String type, String name, String value) {}
}
