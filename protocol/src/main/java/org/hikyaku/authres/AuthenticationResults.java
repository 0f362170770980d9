package org.hikyaku.authres;

import java.util.List;
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
     * @param type smtp, header, body, policy, dns or another
     * @param name such as {@code mailfrom}
     * @param value unquoted
     */
    public record Property(String type, String name, String value) {}
}
