package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hikyaku.name.MailAddress;

/** Reads a DMARC record that receivers cannot as its author meant it. */
final class DmarcRepair {

    private static final Pattern VERSION =
            Pattern.compile("^\\s*v\\s*=\\s*dmarc1\\s*[;,]?\\s*", Pattern.CASE_INSENSITIVE);

    /** A known tag after a blank or a comma where a semicolon should be. */
    private static final Pattern NEXT_TAG =
            Pattern.compile(
                    "[\\s,]+(?=(?:p|sp|np|rua|ruf|adkim|aspf|fo|pct|rf|ri|psd|t)\\s*=)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern POLICY =
            Pattern.compile("^(p|sp|np)\\s*[:=]\\s*(\\S*)$", Pattern.CASE_INSENSITIVE);

    private static final Pattern URIS =
            Pattern.compile("^(rua|ruf)\\s*[:=]\\s*(.*)$", Pattern.CASE_INSENSITIVE);

    private DmarcRepair() {}

    /** The record; one that is right comes back unchanged. */
    static String of(String published, List<Why> why) {
        Matcher version = VERSION.matcher(published);
        if (!version.find()) {
            return published;
        }
        String rest = published.substring(version.end());
        List<String> tags = new ArrayList<>();
        boolean repaired = !DmarcPlan.isRecord(published);
        if (repaired) {
            why.add(Why.of(Reason.DMARC_REPAIRED, version.group().strip()));
        }
        for (String part : rest.split(";")) {
            for (String tag : NEXT_TAG.split(part.strip())) {
                String right = tag(tag.strip());
                if (!right.equals(tag.strip())) {
                    why.add(Why.of(Reason.DMARC_REPAIRED, tag.strip()));
                    repaired = true;
                }
                tags.add(right);
            }
            repaired |= NEXT_TAG.matcher(part.strip()).find();
        }
        tags.removeIf(String::isEmpty);
        return repaired
                ? "v=DMARC1" + tags.stream().map(t -> "; " + t).collect(Collectors.joining())
                : published;
    }

    private static String tag(String tag) {
        Matcher policy = POLICY.matcher(tag);
        if (policy.matches()) {
            String name = policy.group(1);
            String value = policy.group(2);
            String right = policy(value);
            boolean clean = right.equalsIgnoreCase(value) && tag.contains("=");
            return clean ? tag : name + "=" + right;
        }
        Matcher uris = URIS.matcher(tag);
        return uris.matches() ? uris(tag, uris.group(1), uris.group(2)) : tag;
    }

    /** The word that was meant; one that cannot be told stays. */
    private static String policy(String value) {
        String letters = value.replaceAll("[^A-Za-z]", "").toLowerCase(java.util.Locale.ROOT);
        if (letters.startsWith("quar")) {
            return "quarantine";
        }
        if (letters.startsWith("rej")) {
            return "reject";
        }
        return letters.startsWith("no") ? "none" : value;
    }

    private static String uris(String tag, String name, String value) {
        List<String> right = new ArrayList<>();
        boolean changed = false;
        for (String part : value.split("[,\\s]+")) {
            String uri = part.strip();
            boolean bare = !uri.contains(":") && MailAddress.parse(uri).isPresent();
            changed |= bare;
            right.add(bare ? "mailto:" + uri : uri);
        }
        return changed ? name + "=" + String.join(",", right) : tag;
    }
}
