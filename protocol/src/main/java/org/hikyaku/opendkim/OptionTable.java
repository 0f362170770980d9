package org.hikyaku.opendkim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings that one of the programs knows. Immutable. */
public final class OptionTable {

    /** What OpenDKIM 2.11 knows: 135 settings. */
    public static final OptionTable OPENDKIM = load("opendkim.tsv");

    /** What OpenDMARC 1.4 knows: 42 settings. */
    public static final OptionTable OPENDMARC = load("opendmarc.tsv");

    /** What policyd-spf 3.0 knows. */
    public static final OptionTable POLICYD_SPF = load("policyd-spf.tsv");

    /** Settings of older OpenDKIM versions, in lower case: no version refuses them. */
    private static final Set<String> OBSOLETE =
            Set.of(
                    "adspaction",
                    "adspnosuchdomain",
                    "bodylengths",
                    "on-policyerror",
                    "keylist",
                    "localadsp",
                    "reportintervals",
                    "sendadspreports",
                    "useasdiscard",
                    "x-header");

    /** How a value is read. */
    public enum Type {
        BOOLEAN,
        INTEGER,
        STRING,
        DATASET
    }

    /**
     * A setting.
     *
     * @param used whether it has an effect here
     */
    public record Option(String name, Type type, boolean used) {}

    private final Map<String, Option> options;

    private OptionTable(Map<String, Option> options) {
        this.options = options;
    }

    private static OptionTable load(String resource) {
        Map<String, Option> options = new LinkedHashMap<>();
        try (InputStream in = OptionTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not there");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .forEach(
                            row ->
                                    options.put(
                                            lower(row.get(0)),
                                            new Option(
                                                    row.get(0),
                                                    Type.valueOf(
                                                            row.get(1).toUpperCase(Locale.ROOT)),
                                                    row.get(2).equals("used"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OptionTable(options);
    }

    /** All settings, by name. */
    public Collection<Option> all() {
        return List.copyOf(options.values());
    }

    /** The setting of that name, any case. */
    Optional<Option> find(String name) {
        return Optional.ofNullable(options.get(lower(name)));
    }

    /** Whether older versions knew it. */
    boolean isObsolete(String name) {
        return OBSOLETE.contains(lower(name));
    }

    /** The known name that is most like {@code name}; empty where none is like it. */
    String nearest(String name) {
        String best = "";
        int least = 3;
        for (Option option : options.values()) {
            int far = distance(lower(name), lower(option.name()), least);
            if (far < least) {
                least = far;
                best = option.name();
            }
        }
        return best;
    }

    /** How many letters must be put in, taken out or changed; {@code most} where it is more. */
    private static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) >= most) {
            return most;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int before = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                before = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
