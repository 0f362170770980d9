package org.hikyaku.arc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.hikyaku.arc.ArcSealing.TagOrder;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.dkim.BodyHash;
import org.hikyaku.dkim.CanonicalHeader;
import org.hikyaku.dkim.Canonicalization;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.dkim.FieldPicker;
import org.hikyaku.dkim.FoldedTags;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageSink;
import org.jspecify.annotations.Nullable;

/** The sealing of one message while it streams by. Belongs to one thread. */
public final class ArcSealRun implements MessageSink {

    private final ArcSealing options;
    private final Instant now;
    private final AuthenticationResults results;
    private final ArcResult.Code status;
    private final BodyHash bodyHash = new BodyHash(Canonicalization.RELAXED, BodyHash.UNLIMITED);
    private @Nullable FieldPicker picker;
    private List<ArcChain.ArcSet> earlier = List.of();
    private int instance;
    private List<HeaderField> set = List.of();

    ArcSealRun(
            ArcSealing options, Instant now, AuthenticationResults results, ArcResult.Code status) {
        this.options = options;
        this.now = now;
        this.results = results;
        this.status = status;
    }

    @Override
    public void header(HeaderBlock header) {
        picker = new FieldPicker(header);
        List<HeaderField> fields = ArcChain.fieldsOf(header);
        instance = fields.stream().mapToInt(ArcSealRun::instanceOrZero).max().orElse(0) + 1;
        boolean over = instance > ArcFields.MAX_INSTANCE || isFailed(fields);
        // A chain that nobody has checked cannot be vouched for.
        boolean unknown = status == ArcResult.Code.NONE && !fields.isEmpty();
        boolean impossible = status == ArcResult.Code.PASS && fields.isEmpty();
        if (over || unknown || impossible) {
            instance = 0;
        } else if (status == ArcResult.Code.PASS) {
            earlier = chainOf(header);
        }
    }

    private static int instanceOrZero(HeaderField field) {
        try {
            return ArcFields.instance(field);
        } catch (ArcProblem _) {
            return 0;
        }
    }

    /** RFC 8617 section 5.1.3: once a sealer has said cv=fail, the chain is not continued. */
    private static boolean isFailed(List<HeaderField> fields) {
        return fields.stream().anyMatch(field -> field.is(ArcFields.SEAL) && saysFail(field));
    }

    private static boolean saysFail(HeaderField seal) {
        try {
            return ArcFields.Seal.of(seal).status().equals("fail");
        } catch (ArcProblem _) {
            return false; // a broken seal says nothing
        }
    }

    /** The sets that a passing chain has; without them there is nothing to continue. */
    private List<ArcChain.ArcSet> chainOf(HeaderBlock header) {
        try {
            return ArcChain.of(header).sets();
        } catch (ArcProblem _) {
            instance = 0;
            return List.of();
        }
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        bodyHash.update(octets, offset, length);
    }

    @Override
    public void end() throws DkimSignException {
        FieldPicker fields = picker;
        if (instance == 0 || fields == null) {
            return;
        }
        HeaderField own =
                HeaderField.of(
                        "ARC-Authentication-Results",
                        "i=" + instance + "; " + results.fieldValue());
        HeaderField signature = messageSignature(fields);
        set = List.of(seal(own, signature), signature, own);
    }

    private HeaderField messageSignature(FieldPicker fields) throws DkimSignException {
        List<String> names = new ArrayList<>();
        for (String name : options.headers()) {
            int count = fields.count(name.toLowerCase(Locale.ROOT));
            for (int i = 0; i < count; i++) {
                names.add(name);
            }
        }
        CanonicalHeader signed = new CanonicalHeader(Canonicalization.RELAXED);
        fields.pick(names.stream().map(n -> n.toLowerCase(Locale.ROOT)).toList())
                .forEach(signed::add);
        return signed(signed, messageTags(names));
    }

    private FoldedTags messageTags(List<String> names) {
        String hash = Base64.getEncoder().encodeToString(bodyHash.digest());
        FoldedTags tags = new FoldedTags("ARC-Message-Signature");
        switch (options.order()) {
            case INSTANCE_FIRST -> {
                common(tags);
                tags.add("c", "relaxed/relaxed");
                tags.addList("h", names, ':');
                tags.add("bh", hash);
            }
            case ALPHABETICAL -> {
                tags.add("a", options.key().algorithm().tag());
                tags.addSignature();
                tags.add("bh", hash);
                tags.add("c", "relaxed/relaxed");
                tags.add("d", options.key().domain().ascii());
                tags.add("h", String.join(":", names));
                tail(tags);
            }
        }
        return tags;
    }

    private void common(FoldedTags tags) {
        tags.add("i", String.valueOf(instance));
        tags.add("a", options.key().algorithm().tag());
        tags.add("d", options.key().domain().ascii());
        tags.add("s", options.key().selector());
        tags.add("t", String.valueOf(now.getEpochSecond()));
    }

    private void tail(FoldedTags tags) {
        tags.add("i", String.valueOf(instance));
        tags.add("s", options.key().selector());
        tags.addLast("t", String.valueOf(now.getEpochSecond()));
    }

    private HeaderField seal(HeaderField own, HeaderField signature) throws DkimSignException {
        FoldedTags tags = new FoldedTags("ARC-Seal");
        if (options.order() == TagOrder.ALPHABETICAL) {
            tags.add("a", options.key().algorithm().tag());
            tags.addSignature();
            tags.add("cv", status.text());
            tags.add("d", options.key().domain().ascii());
            tail(tags);
        } else {
            common(tags);
            tags.add("cv", status.text());
        }
        CanonicalHeader signed = new CanonicalHeader(Canonicalization.RELAXED);
        // RFC 8617 section 5.1.2: of a failed chain only the new set is sealed.
        for (ArcChain.ArcSet set : earlier) {
            signed.add(set.results());
            signed.add(set.signature().field());
            signed.add(set.seal().field());
        }
        signed.add(own);
        signed.add(signature);
        return signed(signed, tags);
    }

    private HeaderField signed(CanonicalHeader signed, FoldedTags tags) throws DkimSignException {
        signed.addSignature(tags.field(""));
        byte[] octets = options.key().sign(signed.octets());
        return tags.field(Base64.getEncoder().encodeToString(octets));
    }

    /**
     * The new set from the top: seal, message signature, results. Empty where the chain is not
     * continued: it was marked as failed before, has 50 sets, or does not fit its status.
     */
    public List<HeaderField> fields() {
        return set;
    }
}
