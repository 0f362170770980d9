package org.hikyaku.dkim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageSink;
import org.hikyaku.name.DomainName;

/**
 * The check of one message while it streams by: the header gives the signatures, the body passes
 * once through one hash per kind of body canonicalization, the end gives the results. Belongs to
 * one thread.
 */
public final class DkimVerification implements MessageSink {

    static final String FIELD = "dkim-signature";

    /** Signatures with the same two values share a hash. */
    private record BodyForm(Canonicalization form, long octets) {}

    private final DkimKeyLookup keys;
    private final InstantSource clock;
    private final DkimLimits limits;
    private final List<SignatureCheck> checks = new ArrayList<>();
    private final Map<BodyForm, BodyHash> hashes = new HashMap<>();
    private final Map<DomainName, DkimKeyLookup.Outcome> found = new HashMap<>();
    private List<DkimResult> results = List.of();
    private boolean ended;

    DkimVerification(DkimKeyLookup keys, InstantSource clock, DkimLimits limits) {
        this.keys = keys;
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public void header(HeaderBlock header) {
        FieldPicker picker = new FieldPicker(header);
        for (HeaderField field : header.all(FIELD)) {
            boolean tried = checks.size() < limits.maxSignatures();
            SignatureCheck check = SignatureCheck.of(field, picker, limits, tried);
            checks.add(check);
            DkimSignature signature = check.signature();
            if (signature != null) {
                BodyForm form = new BodyForm(signature.body(), signature.bodyOctets());
                check.bodyHash(
                        hashes.computeIfAbsent(form, f -> new BodyHash(f.form(), f.octets())));
                if (limits.lookupEarly() && check.needsKey(clock.instant())) {
                    key(signature);
                }
            }
            if (!tried) {
                return; // one result says that the rest was not tried
            }
        }
    }

    /** The key of a signature; asked for once per message, however many signatures want it. */
    private DkimKeyLookup.Outcome key(DkimSignature signature) {
        DomainName name =
                DkimKeyLookup.nameOf(signature.selector(), signature.domain())
                        .orElse(DomainName.ROOT);
        return found.computeIfAbsent(
                name, _ -> keys.find(signature.domain(), signature.selector()));
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        for (BodyHash hash : hashes.values()) {
            hash.update(octets, offset, length);
        }
    }

    @Override
    public void end() {
        List<DkimResult> all = new ArrayList<>();
        for (SignatureCheck check : checks) {
            all.add(check.result(clock.instant(), this::key));
        }
        results = List.copyOf(all);
        ended = true;
    }

    /**
     * One result per signature, from top to bottom; none for a message without one. Where there are
     * more than the limit, the last result says so.
     *
     * @throws IllegalStateException before {@link #end}
     */
    public List<DkimResult> results() {
        if (!ended) {
            throw new IllegalStateException("the message has not ended");
        }
        return results;
    }
}
