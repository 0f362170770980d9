package org.hikyaku.dkim;

import java.util.Locale;
import java.util.Optional;

/** How header or body are brought into the form that is hashed (RFC 6376 section 3.4). */
public enum Canonicalization {
    /** As it is; only empty lines at the end of the body are dropped. */
    SIMPLE,
    /** White space runs and folds count as one blank, none at the ends of lines. */
    RELAXED;

    /** The name as c= writes it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The canonicalization of that name, any case. */
    public static Optional<Canonicalization> parse(String tag) {
        for (Canonicalization c : values()) {
            if (c.tag().equalsIgnoreCase(tag)) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }
}
