package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfParser;

/**
 * Reads an SPF record that receivers cannot (RFC 7208 section 4.6: one wrong character is a
 * permerror for all of it) as its author meant it. A record that follows the grammar stays as it
 * is.
 */
record SpfRepair(String text, List<Why> why) {

    private static final Pattern TERM =
            Pattern.compile(
                    "([-+~?]?)(ipv?4|ipv?6|ip|include|a|mx|exists|ptr)([:=])(.*)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern DIRTY_END = Pattern.compile("[,;.]+$");

    /** A mechanism written like a modifier: valid, and ignored (RFC 7208 section 6). */
    private static final Pattern IGNORED =
            Pattern.compile("(?i)(ipv?4|ipv?6|ip|include|a|mx|exists|ptr)=.*");

    static SpfRepair of(String published) {
        if (isGood(published) && terms(published).stream().noneMatch(SpfRepair::isIgnored)) {
            return new SpfRepair(published, List.of());
        }
        List<Why> why = new ArrayList<>();
        List<String> terms = new ArrayList<>(List.of(SpfParser.VERSION));
        for (String term : terms(published)) {
            String repaired = isGood(record(term)) && !isIgnored(term) ? term : repaired(term);
            if (!repaired.equals(term)) {
                why.add(Why.of(Reason.SPF_REPAIRED, term, repaired));
            }
            if (!isGood(record(repaired))) {
                why.add(Why.of(Reason.SPF_MALFORMED, term));
            }
            terms.add(repaired);
        }
        String text = String.join(" ", terms);
        if (!isGood(text) && why.stream().noneMatch(w -> w.reason() == Reason.SPF_MALFORMED)) {
            why.add(Why.of(Reason.SPF_MALFORMED, text)); // a modifier stands twice
        }
        return new SpfRepair(text, why);
    }

    /** Whether receivers can read the result. */
    boolean isReadable() {
        return why.stream().noneMatch(w -> w.reason() == Reason.SPF_MALFORMED);
    }

    static boolean isGood(String text) {
        try {
            SpfParser.parse(text);
            return true;
        } catch (SpfParser.Malformed _) {
            return false;
        }
    }

    private static boolean isIgnored(String term) {
        return IGNORED.matcher(term).matches();
    }

    private static String record(String term) {
        return SpfParser.VERSION + " " + term;
    }

    private static List<String> terms(String published) {
        String rest = published.strip();
        int start = rest.toLowerCase(Locale.ROOT).indexOf("spf1");
        rest = start < 0 ? rest : rest.substring(start + "spf1".length());
        List<String> terms = new ArrayList<>();
        String open = "";
        for (String piece : rest.split("[\\s,;]+")) {
            String term = open + piece;
            boolean isOpen =
                    !term.isEmpty() && ":=-~+?".indexOf(term.charAt(term.length() - 1)) >= 0;
            open = isOpen ? term : "";
            if (!isOpen && !term.isEmpty()) {
                terms.add(term);
            }
        }
        if (!open.isEmpty()) {
            terms.add(open);
        }
        return terms;
    }

    private static String repaired(String term) {
        String clean = DIRTY_END.matcher(term).replaceAll("");
        Matcher matcher = TERM.matcher(clean);
        if (!matcher.matches()) {
            return IpNet.address(clean).isPresent() || network(clean) ? kind(clean) + clean : clean;
        }
        String name = matcher.group(2).toLowerCase(Locale.ROOT);
        String value =
                matcher.group(4).strip().replaceFirst("^(?i)https?://", "").replaceFirst("/$", "");
        if (name.startsWith("ip") || name.equals("a")) {
            return matcher.group(1) + address(name, value);
        }
        return matcher.group(1) + name + ":" + value;
    }

    /** Under the mechanism that its value fits. */
    private static String address(String name, String value) {
        if (network(value)) {
            return kind(value) + value;
        }
        boolean host =
                DomainName.parse(value).filter(n -> n.isHostName() && !isNumber(n)).isPresent();
        return (host || name.equals("a") ? "a:" : name.replace("v", "") + ":") + value;
    }

    private static boolean isNumber(DomainName name) {
        return name.labels().stream().allMatch(l -> l.chars().allMatch(Character::isDigit));
    }

    private static String kind(String network) {
        return network.contains(":") ? "ip6:" : "ip4:";
    }

    private static boolean network(String text) {
        try {
            IpNet.of(text);
            return true;
        } catch (IllegalNameException _) {
            return false;
        }
    }
}
