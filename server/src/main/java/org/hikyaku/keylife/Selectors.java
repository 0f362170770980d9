package org.hikyaku.keylife;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/** Names for new keys: the month, so that a person sees how old a key is. */
public final class Selectors {

    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT);

    private Selectors() {}

    /** Such as {@code hk202611r}; with a number at the end where that is taken. */
    public static String next(String algorithm, Instant now, Collection<String> taken) {
        String month = LocalDate.ofInstant(now, ZoneOffset.UTC).format(MONTH);
        String stem = "hk" + month + (algorithm.equals("rsa") ? "r" : "e");
        String name = stem;
        for (int i = 2; taken.contains(name); i++) {
            name = stem + i;
        }
        return name;
    }
}
