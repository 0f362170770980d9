package org.hikyaku.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageSink;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** The signing of one message while it streams by. Belongs to one thread. */
public final class DkimSignRun implements MessageSink {

    private final DkimSigning options;
    private final InstantSource clock;
    private final BodyHash bodyHash;
    private @Nullable FieldPicker picker;
    private List<String> names = List.of();
    private @Nullable List<HeaderField> signatures;

    DkimSignRun(DkimSigning options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.bodyHash = new BodyHash(options.body(), BodyHash.UNLIMITED);
    }

    /**
     * {@inheritDoc}
     *
     * @throws DkimSignException where the message or a key is such that the signature would not
     *     verify
     */
    @Override
    public void header(HeaderBlock header) throws DkimSignException {
        FieldPicker fields = new FieldPicker(header);
        requireOneFrom(fields);
        requireUsableKeys();
        names = namesToSign(fields);
        for (HeaderField field : fields.pick(lower(names))) {
            requireCrlf(field);
        }
        picker = fields;
    }

    /** RFC 5322 section 3.6: exactly one; RFC 6376 section 5.4: From is always signed. */
    private void requireOneFrom(FieldPicker fields) throws DkimSignException {
        int froms = fields.count("from");
        if (froms != 1) {
            throw new DkimSignException(
                    froms == 0 ? "the message has no From" : "the message has " + froms + " From");
        }
        if (options.headers().stream().noneMatch("from"::equalsIgnoreCase)) {
            throw new DkimSignException("From is not among the fields to sign");
        }
    }

    private void requireUsableKeys() throws DkimSignException {
        if (options.keys().isEmpty()) {
            throw new DkimSignException("there is no key to sign with");
        }
        for (DkimKeyPair key : options.keys()) {
            key.requireUsable();
            requireAgentWithin(key.domain());
        }
    }

    private void requireAgentWithin(DomainName domain) throws DkimSignException {
        String agent = options.agent();
        if (agent == null) {
            return;
        }
        boolean within =
                agent.indexOf('@') >= 0
                        && DomainName.parse(agent.substring(agent.lastIndexOf('@') + 1))
                                .map(d -> d.isWithin(domain))
                                .orElse(false);
        if (!within) {
            throw new DkimSignException(
                    "i=" + Printable.of(agent, 80) + " is not within d=" + domain);
        }
    }

    /** Bare CR or LF do not arrive as they were sent. */
    private static void requireCrlf(HeaderField field) throws DkimSignException {
        byte[] raw = field.raw();
        for (int i = 0; i < raw.length; i++) {
            boolean bareLf = raw[i] == '\n' && (i == 0 || raw[i - 1] != '\r');
            boolean bareCr = raw[i] == '\r' && (i + 1 == raw.length || raw[i + 1] != '\n');
            if (bareLf || bareCr) {
                throw new DkimSignException(
                        "field " + Printable.of(field.name(), 40) + " has a CR or LF on its own");
            }
        }
    }

    /** RFC 6376 section 5.4.2: one name per field that is there, one more to forbid another. */
    private List<String> namesToSign(FieldPicker fields) throws DkimSignException {
        List<String> list = new ArrayList<>();
        for (String name : options.headers()) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean extra = options.oversigned().contains(lower);
            int count = fields.count(lower) + (extra ? 1 : 0);
            if (list.size() + count > SignatureTags.MAX_SIGNED_FIELDS) {
                throw new DkimSignException(
                        "more than " + SignatureTags.MAX_SIGNED_FIELDS + " fields to sign");
            }
            for (int i = 0; i < count; i++) {
                list.add(name);
            }
        }
        return list;
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        bodyHash.update(octets, offset, length);
    }

    @Override
    public void end() throws DkimSignException {
        FieldPicker fields = picker;
        if (fields == null) {
            throw new IllegalStateException("the message has no header");
        }
        CanonicalHeader common = new CanonicalHeader(options.header());
        fields.pick(lower(names)).forEach(common::add);
        byte[] signed = common.octets();
        Instant now = clock.instant();
        List<HeaderField> all = new ArrayList<>();
        for (DkimKeyPair key : options.keys()) {
            all.add(signature(key, signed, now));
        }
        signatures = List.copyOf(all);
    }

    private HeaderField signature(DkimKeyPair key, byte[] signed, Instant now)
            throws DkimSignException {
        FoldedTags tags = new FoldedTags("DKIM-Signature");
        tags.add("v", "1");
        tags.add("a", key.algorithm().tag());
        tags.add("c", options.header().tag() + "/" + options.body().tag());
        tags.add("d", key.domain().ascii());
        tags.add("s", key.selector());
        tags.add("t", String.valueOf(now.getEpochSecond()));
        Duration expiry = options.expiry();
        if (expiry != null) {
            tags.add("x", String.valueOf(now.plus(expiry).getEpochSecond()));
        }
        String agent = options.agent();
        if (agent != null) {
            tags.add("i", QuotedPrintable.encode(agent));
        }
        tags.addList("h", names, ':');
        tags.add("bh", StrictBase64.encode(bodyHash.digest()));
        HeaderField unsigned = tags.field("");
        CanonicalHeader own = new CanonicalHeader(options.header());
        own.addSignature(unsigned);
        byte[] last = own.octets();
        byte[] all = java.util.Arrays.copyOf(signed, signed.length + last.length);
        System.arraycopy(last, 0, all, signed.length, last.length);
        return tags.field(StrictBase64.encode(key.sign(all)));
    }

    /**
     * The signatures, to be put on top of the message in this order, each folded to lines of at
     * most 78 characters where its parts allow it.
     *
     * @throws IllegalStateException before {@link #end}
     */
    public List<HeaderField> signatures() {
        List<HeaderField> done = signatures;
        if (done == null) {
            throw new IllegalStateException("the message has not ended");
        }
        return done;
    }

    /** The signature fields as octets, CRLF line ends included. */
    public byte[] signatureOctets() {
        StringBuilder out = new StringBuilder();
        for (HeaderField field : signatures()) {
            out.append(new String(field.raw(), StandardCharsets.ISO_8859_1));
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
