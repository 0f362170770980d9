package org.hikyaku.spf;

import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check_host() (RFC 7208 section 2.6), with the why.
 *
 * @param code the result
 * @param identity what was checked
 * @param domain the domain that was checked, or null where there was none that could be
 * @param reason one sentence for a person: which term matched, or what is wrong
 * @param matchedTerm the term that decided, as written, or null
 * @param explanation the sender's own text for a fail (RFC 7208 section 6.2), or null; foreign text
 * @param trace what was looked up, in order
 * @param problem where a record is wrong, or null
 */
public record SpfResult(
        Code code,
        Identity identity,
        @Nullable DomainName domain,
        String reason,
        @Nullable String matchedTerm,
        @Nullable String explanation,
        Trace trace,
        @Nullable Problem problem) {

    /** The results of RFC 7208 section 2.6. */
    public enum Code {
        NONE,
        NEUTRAL,
        PASS,
        FAIL,
        SOFTFAIL,
        TEMPERROR,
        PERMERROR;

        /** The name as Authentication-Results writes it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Which identity was checked (RFC 7208 section 2.3 and 2.4). */
    public enum Identity {
        HELO,
        MAIL_FROM
    }

    /**
     * What the check cost.
     *
     * @param lookups the tree of records read, from the first
     * @param termLookups terms that ask DNS, at most 10 (RFC 7208 section 4.6.4)
     * @param voidLookups answers without data; a third one ends the check
     */
    public record Trace(List<Lookup> lookups, int termLookups, int voidLookups) {
        /** Nothing was looked up. */
        public static final Trace EMPTY = new Trace(List.of(), 0, 0);

        /** Copies the list. */
        public Trace {
            lookups = List.copyOf(lookups);
        }
    }

    /**
     * One question and what it led to.
     *
     * @param term the term that asked, as written; null for the first record
     * @param depth 0 for the first record, one more within each include or redirect
     */
    public record Lookup(
            int depth, @Nullable String term, DomainName name, RecordType type, Answer answer) {}

    /**
     * Where a record is wrong.
     *
     * @param domain whose record
     * @param record its text
     * @param position the first character of the wrong part, from 0
     * @param text what is wrong
     */
    public record Problem(DomainName domain, String record, int position, String text) {}
}
