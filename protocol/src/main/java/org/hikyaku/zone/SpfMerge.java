package org.hikyaku.zone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds addresses to an SPF record (RFC 7208 section 4.6). */
public final class SpfMerge {

    /** RFC 7208 section 4.6.4: with more, receivers answer permerror. */
    public static final int MAX_LOOKUPS = 10;

    private static final Set<String> LOOKING_UP =
            Set.of("include", "a", "mx", "ptr", "exists", "redirect");

    private SpfMerge() {}

    /**
     * How many terms of {@code record} itself make a receiver ask the DNS, however malformed it is.
     * {@link SpfCost} also counts those of the records that it includes.
     */
    public static int lookups(String record) {
        return (int)
                Arrays.stream(record.strip().split("\\s+"))
                        .skip(1)
                        .map(t -> t.toLowerCase(Locale.ROOT).replaceFirst("^[-+~?]", ""))
                        .map(t -> t.split("[:/=]", 2)[0])
                        .filter(LOOKING_UP::contains)
                        .count();
    }

    /**
     * The record with {@code addresses} allowed. Nothing of {@code existing} is dropped: the new
     * terms stand first, its own {@code all} or redirect stays last.
     *
     * @param existing the record that is published, or null for none
     */
    public static String merge(@Nullable String existing, List<InetAddress> addresses) {
        List<String> terms = new ArrayList<>();
        if (existing != null) {
            terms.addAll(Arrays.stream(existing.strip().split("\\s+")).skip(1).toList());
        }
        List<String> own = new ArrayList<>();
        if (existing == null || addresses.isEmpty()) {
            own.add("mx"); // in a record that is there it would cost one of the ten lookups
        }
        addresses.forEach(
                a -> own.add((a instanceof Inet4Address ? "ip4:" : "ip6:") + a.getHostAddress()));
        own.removeIf(
                term ->
                        terms.stream()
                                .anyMatch(
                                        t ->
                                                t.toLowerCase(Locale.ROOT).equals(term)
                                                        || t.equals("+" + term)));
        List<String> merged = new ArrayList<>(List.of("v=spf1"));
        merged.addAll(own);
        merged.addAll(terms);
        if (existing == null) {
            merged.add("-all");
        }
        return String.join(" ", merged);
    }
}
