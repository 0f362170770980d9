package org.hikyaku.arc;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.arc.ArcChain.ArcSet;
import org.hikyaku.arc.ArcFields.MessageSignature;
import org.hikyaku.arc.ArcFields.Signed;
import org.hikyaku.dkim.BodyHash;
import org.hikyaku.dkim.CanonicalHeader;
import org.hikyaku.dkim.Canonicalization;
import org.hikyaku.dkim.DkimKeyLookup;
import org.hikyaku.dkim.FieldPicker;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.MessageSink;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/** The check of one message's chain while it streams by. Belongs to one thread. */
public final class ArcVerification implements MessageSink {

    /** Keys that are asked for per message: real chains have up to 5 sealers with one key each. */
    private static final int MAX_KEYS = 20;

    private record Name(DomainName domain, String selector) {}

    private record BodyForm(Canonicalization form, long octets) {}

    private final DkimKeyLookup keys;
    private final InstantSource clock;
    private final Map<Name, DkimKeyLookup.Outcome> found = new HashMap<>();
    private final Map<BodyForm, BodyHash> hashes = new HashMap<>();
    private ArcChain chain = new ArcChain(List.of());
    private @Nullable FieldPicker picker;
    private @Nullable ArcResult result;

    ArcVerification(DkimKeyLookup keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void header(HeaderBlock header) {
        try {
            chain = ArcChain.of(header);
        } catch (ArcProblem e) {
            result = new ArcResult(ArcResult.Code.FAIL, e.reason(), List.of(), 0);
            return;
        }
        if (chain.sets().isEmpty()) {
            result = ArcResult.NONE;
            return;
        }
        picker = new FieldPicker(header);
        for (ArcSet set : chain.sets()) {
            BodyForm form = form(set.signature());
            // Older sets tell no more than the oldest pass: they get no hashes of odd lengths.
            if (set.instance() == chain.sets().size() || form.octets() == BodyHash.UNLIMITED) {
                hashes.computeIfAbsent(form, f -> new BodyHash(f.form(), f.octets()));
            }
        }
    }

    private static BodyForm form(MessageSignature signature) {
        return new BodyForm(signature.forms().body(), signature.bodyOctets());
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        for (BodyHash hash : hashes.values()) {
            hash.update(octets, offset, length);
        }
    }

    @Override
    public void end() {
        FieldPicker fields = picker;
        if (result != null || fields == null) {
            return;
        }
        List<DomainName> sealers =
                chain.sets().stream().map(set -> set.seal().signed().domain()).toList();
        try {
            List<ArcSet> sets = chain.sets();
            requireMessage(sets.getLast().signature(), fields);
            // RFC 8617 section 5.2 step 6: from the newest seal down.
            for (ArcSet set : sets.reversed()) {
                requireSeal(set);
            }
            result = new ArcResult(ArcResult.Code.PASS, "", sealers, oldestPass(fields));
        } catch (ArcProblem e) {
            result = new ArcResult(ArcResult.Code.FAIL, e.reason(), sealers, 0);
        }
    }

    /**
     * RFC 8617 section 5.2 step 5, but the instance itself where the RFC writes 0 for "all verify".
     */
    private int oldestPass(FieldPicker fields) {
        int oldest = chain.sets().size();
        while (oldest > 1) {
            try {
                requireMessage(chain.sets().get(oldest - 2).signature(), fields);
            } catch (ArcProblem _) {
                return oldest;
            }
            oldest--;
        }
        return oldest;
    }

    private void requireMessage(MessageSignature signature, FieldPicker fields) throws ArcProblem {
        BodyHash hash = hashes.get(form(signature));
        byte[] expected = Base64.getDecoder().decode(signature.bodyHash());
        String name = "message signature of " + signature.signed().domain();
        // RFC 6376 section 3.5, l=: never more than there is.
        if (hash == null
                || !MessageDigest.isEqual(expected, hash.digest())
                || (signature.bodyOctets() != BodyHash.UNLIMITED
                        && signature.bodyOctets() > hash.canonicalOctets())) {
            throw new ArcProblem(name + ": body hash differs");
        }
        Instant expires = signature.expiresAt();
        if (expires != null && clock.instant().isAfter(expires)) {
            throw new ArcProblem(name + " has expired");
        }
        CanonicalHeader signed = new CanonicalHeader(signature.forms().header());
        fields.pick(signature.signedFields()).forEach(signed::add);
        signed.addSignature(signature.field());
        require("message signature", signature.signed(), signed);
    }

    /** RFC 8617 section 5.1.1: all sets up to this one, in order, relaxed. */
    private void requireSeal(ArcSet last) throws ArcProblem {
        CanonicalHeader signed = new CanonicalHeader(Canonicalization.RELAXED);
        for (ArcSet set : chain.sets().subList(0, last.instance())) {
            signed.add(set.results());
            signed.add(set.signature().field());
            if (set.instance() < last.instance()) {
                signed.add(set.seal().field());
            }
        }
        signed.addSignature(last.seal().field());
        require("seal", last.seal().signed(), signed);
    }

    private void require(String what, Signed signed, CanonicalHeader header) throws ArcProblem {
        String name = what + " of " + signed.domain();
        switch (key(signed)) {
            case DkimKeyLookup.Outcome.NotFound(_, var reason, _) ->
                    throw new ArcProblem(name + ": " + reason);
            case DkimKeyLookup.Outcome.Found found -> {
                String problem = found.problemFor(signed.algorithm()).orElse(null);
                if (problem != null) {
                    throw new ArcProblem(name + ": " + problem);
                }
                byte[] signature = Base64.getDecoder().decode(signed.signature());
                if (!found.key().verifies(header, signature)) {
                    throw new ArcProblem(name + " does not match");
                }
            }
        }
    }

    private DkimKeyLookup.Outcome key(Signed signed) throws ArcProblem {
        Name name = new Name(signed.domain(), signed.selector());
        DkimKeyLookup.Outcome known = found.get(name);
        if (known != null) {
            return known;
        }
        if (found.size() == MAX_KEYS) {
            throw new ArcProblem("the chain has more than " + MAX_KEYS + " keys");
        }
        DkimKeyLookup.Outcome fresh = keys.find(signed.domain(), signed.selector());
        found.put(name, fresh);
        return fresh;
    }

    /**
     * The status of the chain.
     *
     * @throws IllegalStateException before {@link #end}
     */
    public ArcResult result() {
        ArcResult done = result;
        if (done == null) {
            throw new IllegalStateException("the message has not ended");
        }
        return done;
    }
}
