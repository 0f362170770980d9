package org.hikyaku.zone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfParser;
import org.jspecify.annotations.Nullable;

/** Adds addresses to an SPF record (RFC 7208 section 4.6). */
public final class SpfMerge {

    /** RFC 7208 section 4.6.4: with more, receivers answer permerror. */
    public static final int MAX_LOOKUPS = 10;

    private static final Set<String> LOOKING_UP =
            Set.of("include", "a", "mx", "ptr", "exists", "redirect");

    private static final Pattern NETWORK =
            Pattern.compile("\\+?ip[46]:(.+)", Pattern.CASE_INSENSITIVE);

    private SpfMerge() {}

    /**
     * How many terms of {@code record} itself make a receiver ask the DNS, however malformed it is;
     * those of the records that it includes are not counted.
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
        List<String> merged = new ArrayList<>(List.of(SpfParser.VERSION));
        merged.addAll(own(existing, addresses));
        merged.addAll(terms(existing));
        if (existing == null) {
            merged.add("-all");
        }
        return String.join(" ", merged);
    }

    /** The terms that {@link #merge} puts before those of {@code existing}. */
    public static List<String> own(@Nullable String existing, List<InetAddress> addresses) {
        List<String> own = new ArrayList<>();
        if (existing == null || addresses.isEmpty()) {
            own.add("mx"); // in a record that is there it would cost one of the ten lookups
        }
        addresses.forEach(
                a -> own.add((a instanceof Inet4Address ? "ip4:" : "ip6:") + a.getHostAddress()));
        // RFC 7208 section 5.1: terms after all are never read.
        List<String> terms =
                terms(existing).stream().takeWhile(t -> !t.matches("(?i)[-+~?]?all")).toList();
        own.removeIf(
                term ->
                        terms.stream()
                                .anyMatch(
                                        t ->
                                                t.toLowerCase(Locale.ROOT).equals(term)
                                                        || t.equals("+" + term)));
        own.removeIf(term -> isCovered(term, terms));
        return own;
    }

    private static List<String> terms(@Nullable String existing) {
        return existing == null
                ? List.of()
                : Arrays.stream(existing.strip().split("\\s+")).skip(1).toList();
    }

    /** Whether a network that passes, with nothing before it that could fail, holds the address. */
    private static boolean isCovered(String own, List<String> terms) {
        Optional<InetAddress> address = IpNet.address(own.substring(own.indexOf(':') + 1));
        for (String term : terms) {
            Matcher network = NETWORK.matcher(term);
            if (address.isEmpty() || term.matches("[-~?].*") || term.contains("=")) {
                return false;
            }
            if (network.matches() && contains(network.group(1), address.get())) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(String network, InetAddress address) {
        try {
            return IpNet.of(network).contains(address);
        } catch (IllegalNameException _) {
            return false;
        }
    }
}
