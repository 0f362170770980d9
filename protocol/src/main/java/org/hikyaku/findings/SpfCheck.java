package org.hikyaku.findings;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;
import org.hikyaku.spf.SpfRecord.Directive;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.spf.SpfVerifier;
import org.jspecify.annotations.Nullable;

/** SPF (RFC 7208): the tree of records, its cost, and whether the senders pass. */
final class SpfCheck {

    /** RFC 7208 section 4.6.4. */
    private static final int MAX_LOOKUPS = 10;

    private static final int MAX_VOIDS = 2;

    /** From here on one more include of somebody else breaks the record. */
    private static final int NEAR = 9;

    /** RFC 7208 section 3.4: longer ones may not fit into a datagram. */
    private static final int LONG_OCTETS = 450;

    /** A domain for the receiver's own name, which only explanations show. */
    private static final String NOBODY = "receiver.invalid";

    private final Subject subject;
    private final Source source;
    private final Notes notes = new Notes(Area.SPF);

    private SpfCheck(Subject subject, Source source) {
        this.subject = subject;
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        return new SpfCheck(subject, source).run();
    }

    private List<Finding> run() {
        DomainName domain = subject.name();
        SpfTree tree = new SpfWalk(source, notes).walk(domain, null);
        if (tree.record() == null) {
            return notes.all();
        }
        String text = tree.record();
        counters(tree, text);
        try {
            ends(SpfParser.parse(text), text);
        } catch (SpfParser.Malformed _) {
            return notes.all(); // the walk has told
        }
        if (notes.all().stream().noneMatch(f -> f.severity() == Severity.FAILED)) {
            notes.add(Code.SPF_RECORD, text, domain, tree.lookups(), tree.voids());
        }
        subject.senders().forEach(this::sender);
        return notes.all();
    }

    private void counters(SpfTree tree, String text) {
        if (tree.lookups() > MAX_LOOKUPS) {
            notes.add(Code.SPF_LOOKUPS, text, tree.lookups(), dearest(tree));
        } else if (tree.lookups() >= NEAR) {
            notes.add(Code.SPF_LOOKUPS_NEAR, text, tree.lookups());
        }
        if (tree.voids() > MAX_VOIDS) {
            notes.add(Code.SPF_VOIDS, text, tree.voids());
        }
        if (text.length() > LONG_OCTETS) {
            notes.add(Code.SPF_LONG, "", text.length());
        }
    }

    /** The include that costs most: what to drop first. */
    private static String dearest(SpfTree tree) {
        SpfTree dearest = null;
        for (SpfTree below : tree.below()) {
            dearest = dearest == null || below.lookups() > dearest.lookups() ? below : dearest;
        }
        return dearest == null || dearest.term() == null
                ? "-"
                : dearest.term() + " (" + (dearest.lookups() + 1) + ")";
    }

    private void ends(SpfRecord record, String text) {
        List<Directive> directives = record.directives();
        Directive all = null;
        for (Directive directive : directives) {
            if (all != null) {
                notes.add(Code.SPF_AFTER_ALL, text, directive.text());
                break;
            }
            all = directive.mechanism() instanceof SpfRecord.All ? directive : null;
        }
        all = all(directives);
        if (all == null) {
            if (record.redirect() == null) {
                notes.add(Code.SPF_NO_ALL, text);
            }
            return;
        }
        switch (all.result()) {
            case PASS -> notes.add(Code.SPF_PASSES_ALL, text, all.text());
            case NEUTRAL -> notes.add(Code.SPF_NEUTRAL_ALL, text, all.text());
            case FAIL, SOFTFAIL -> {
                // As advised.
            }
            case NONE, TEMPERROR, PERMERROR ->
                    throw new IllegalStateException("no qualifier means " + all.result());
        }
    }

    private static @Nullable Directive all(List<Directive> directives) {
        for (Directive directive : directives) {
            if (directive.mechanism() instanceof SpfRecord.All) {
                return directive;
            }
        }
        return null;
    }

    private void sender(InetAddress address) {
        // The source answers at once: no time passes within a check.
        InstantSource still = InstantSource.fixed(Instant.EPOCH);
        String domain = subject.name().ascii();
        SpfResult result =
                new SpfVerifier(source, SpfLimits.DEFAULT, still)
                        .checkHost(address, domain, "postmaster@" + domain, domain, NOBODY);
        String shown = AddressKind.text(address);
        if (result.code() == SpfResult.Code.PASS) {
            notes.add(Code.SPF_ADDRESS_PASSES, result.reason(), shown);
        } else {
            notes.add(Code.SPF_ADDRESS_FAILS, result.reason(), shown, result.code().text());
        }
    }
}
