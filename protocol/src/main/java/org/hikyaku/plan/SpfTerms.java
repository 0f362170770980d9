package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.zone.Publishing;

/** The terms of one SPF record while it is put together. Belongs to one thread. */
final class SpfTerms {

    private static final String REDIRECT = "redirect=";
    private static final String EXPLANATION = "exp=";

    private final List<String> terms;

    private SpfTerms(List<String> terms) {
        this.terms = new ArrayList<>(terms);
    }

    static SpfTerms of(String record) {
        return new SpfTerms(
                Arrays.stream(record.strip().split("\\s+"))
                        .skip(1)
                        .filter(t -> !t.isEmpty())
                        .toList());
    }

    /**
     * One record of several (RFC 7208 section 4.5: of two, receivers follow none). Nobody who was
     * allowed is lost, and the mildest end wins.
     *
     * @return what else became of them
     */
    List<Why> join(SpfTerms other) {
        List<Why> why = new ArrayList<>();
        Optional<String> end = end();
        Optional<String> otherEnd = other.end();
        for (String term : other.terms) {
            if (rank(term) >= 0 || (is(term, EXPLANATION) && find(EXPLANATION).isPresent())) {
                continue;
            }
            if (is(term, REDIRECT)) {
                joinRedirect(term, end.isPresent() || otherEnd.isPresent(), why);
            } else {
                insert(term);
            }
        }
        if (otherEnd.isPresent() && end.isEmpty()) {
            find(REDIRECT).ifPresent(own -> why.add(asInclude(own)));
            terms.add(otherEnd.get());
        } else if (otherEnd.isPresent() && rank(otherEnd.get()) < rank(end.get())) {
            terms.set(terms.indexOf(end.get()), otherEnd.get());
        }
        return why;
    }

    private void joinRedirect(String term, boolean ends, List<Why> why) {
        boolean known = terms.stream().anyMatch(t -> t.equalsIgnoreCase(term));
        if (known && !ends) {
            return;
        }
        if (!ends && find(REDIRECT).isEmpty()) {
            terms.add(term);
            return;
        }
        String include = "include:" + term.substring(REDIRECT.length());
        insert(include);
        why.add(Why.of(Reason.SPF_REDIRECT_JOINED, term, include));
    }

    /** RFC 7208 section 6.1: beside all, a redirect means nothing. */
    private Why asInclude(String redirect) {
        String include = "include:" + redirect.substring(REDIRECT.length());
        terms.remove(redirect);
        insert(include);
        return Why.of(Reason.SPF_REDIRECT_JOINED, redirect, include);
    }

    /** Adds a term where it counts: before the end. False where it is there already. */
    boolean insert(String term) {
        if (terms.stream().anyMatch(t -> plain(t).equals(plain(term)))) {
            return false;
        }
        int at = 0;
        while (at < terms.size() && rank(terms.get(at)) < 0 && !is(terms.get(at), REDIRECT)) {
            at++;
        }
        terms.add(at, term);
        return true;
    }

    /** Takes a term out; false where it is not there. */
    boolean drop(String term) {
        return terms.removeIf(t -> plain(t).equals(plain(term)));
    }

    /** Makes the end as strict as wished; never milder. */
    Optional<Why> tighten(Publishing.All wished) {
        String wanted =
                switch (wished) {
                    case KEEP -> "";
                    case SOFTFAIL -> "~all";
                    case FAIL -> "-all";
                };
        Optional<String> end = end();
        if (wanted.isEmpty() || end.filter(e -> rank(e) >= rank(wanted)).isPresent()) {
            return Optional.empty();
        }
        if (end.isPresent()) {
            terms.set(terms.indexOf(end.get()), wanted);
        } else if (find(REDIRECT).isPresent()) {
            return Optional.empty(); // the record that it leads to says how it ends
        } else {
            terms.add(wanted);
        }
        return Optional.of(Why.of(Reason.SPF_TIGHTENED, end.orElse("?all"), wanted));
    }

    /** The first {@code all}; what stands after it is never read (RFC 7208 section 5.1). */
    Optional<String> end() {
        return terms.stream().filter(t -> rank(t) >= 0).findFirst();
    }

    /** Whether everybody passes. */
    boolean isOpen() {
        return end().filter(e -> rank(e) == 0).isPresent();
    }

    private Optional<String> find(String modifier) {
        return terms.stream().filter(t -> is(t, modifier)).findFirst();
    }

    private static boolean is(String term, String modifier) {
        return term.regionMatches(true, 0, modifier, 0, modifier.length());
    }

    /** How strict an {@code all} is, from 0; negative for other terms. */
    private static int rank(String term) {
        return switch (term.toLowerCase(Locale.ROOT)) {
            case "all", "+all" -> 0;
            case "?all" -> 1;
            case "~all" -> 2;
            case "-all" -> 3;
            default -> -1;
        };
    }

    private static String plain(String term) {
        String lower = term.toLowerCase(Locale.ROOT);
        return lower.startsWith("+") ? lower.substring(1) : lower;
    }

    /** The record. */
    String text() {
        return terms.isEmpty()
                ? SpfParser.VERSION
                : SpfParser.VERSION + " " + String.join(" ", terms);
    }
}
