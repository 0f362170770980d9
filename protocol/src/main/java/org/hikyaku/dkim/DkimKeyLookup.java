package org.hikyaku.dkim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;

/**
 * Fetches public keys from {@code selector._domainkey.domain} (RFC 6376 section 3.6.2) and
 * remembers what it has parsed by the record's text, so that it never outlives a change in the DNS.
 * Safe for many threads.
 */
public final class DkimKeyLookup {

    /** The label under which keys stand (RFC 6376 section 3.6.2.1). */
    static final String DOMAINKEY = "_domainkey";

    /** Parsed keys that are kept, about 2 KB each: those of the senders of a busy hour. */
    private static final int MAX_CACHED = 512;

    private final Resolver resolver;
    private final DkimLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Parsed> parsed =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Parsed> eldest) {
                    return size() > MAX_CACHED;
                }
            };

    /** What one text record holds. */
    private sealed interface Parsed {
        record Good(DkimKeyRecord record, DkimPublicKey key) implements Parsed {}

        record Bad(String reason) implements Parsed {}
    }

    /** What became of a lookup. */
    public sealed interface Outcome {

        /** Whether DNSSEC covered the answer. */
        boolean authentic();

        /** A key that can be used. */
        record Found(DkimKeyRecord record, DkimPublicKey key, boolean authentic)
                implements Outcome {

            /** Why a mail signature with {@code algorithm} cannot be checked with it, if so. */
            public Optional<String> problemFor(String algorithm) {
                String type = algorithm.substring(0, Math.max(0, algorithm.indexOf('-')));
                if (!record.keyType().equals(type)) {
                    return Optional.of(
                            "the key is for " + record.keyType() + ", the signature " + algorithm);
                }
                if (!record.allowsHash("sha256")) {
                    return Optional.of(
                            "the key does not allow sha256 (h=" + shown(record.hashes()) + ")");
                }
                if (!record.allowsService("email")) {
                    return Optional.of(
                            "the key is not for mail (s=" + shown(record.services()) + ")");
                }
                return Optional.empty();
            }

            private static String shown(List<String> words) {
                return Printable.of(String.join(":", words), 40);
            }
        }

        /**
         * No key.
         *
         * @param code TEMPERROR where asking again may help, otherwise PERMERROR
         * @param reason for a person
         */
        record NotFound(DkimResult.Code code, String reason, boolean authentic)
                implements Outcome {}
    }

    /** Asks {@code resolver}. */
    public DkimKeyLookup(Resolver resolver, DkimLimits limits) {
        this.resolver = resolver;
        this.limits = limits;
    }

    /** Where the key of {@code selector} and {@code domain} stands; empty where no name can be. */
    static Optional<DomainName> nameOf(String selector, DomainName domain) {
        return domain.withPrefix(selector + "." + DOMAINKEY);
    }

    /** Asks for a key. One question to the resolver. */
    public Outcome find(DomainName domain, String selector) {
        Optional<DomainName> name = nameOf(selector, domain);
        if (name.isEmpty()) {
            return none("selector " + selector + " and domain " + domain + " make no name", false);
        }
        return switch (resolver.query(name.get(), RecordType.TXT)) {
            case Answer.Found found -> first(found, name.get());
            case Answer.NoRecord no ->
                    none(
                            "selector " + selector + " at " + domain + " has no key record",
                            no.authentic());
            case Answer.Failed(var failure, _) ->
                    new Outcome.NotFound(
                            DkimResult.Code.TEMPERROR,
                            "the key of selector "
                                    + selector
                                    + " at "
                                    + domain
                                    + " could not be looked up ("
                                    + failure.name().toLowerCase(java.util.Locale.ROOT)
                                    + ")",
                            false);
        };
    }

    private static Outcome none(String reason, boolean authentic) {
        return new Outcome.NotFound(DkimResult.Code.PERMERROR, reason, authentic);
    }

    /** RFC 6376 section 3.6.2.2: with several records the result is undefined; the first counts. */
    private Outcome first(Answer.Found found, DomainName name) {
        List<DnsRecord.Txt> texts = found.records(DnsRecord.Txt.class);
        String reason = "";
        for (DnsRecord.Txt text : texts) {
            switch (parsed(text.value())) {
                case Parsed.Good(var record, var key) -> {
                    return new Outcome.Found(record, key, found.authentic());
                }
                case Parsed.Bad(var why) -> reason = reason.isEmpty() ? why : reason;
            }
        }
        return none("the key record at " + name + ": " + reason, found.authentic());
    }

    private Parsed parsed(String text) {
        if (text.length() > DkimKeyRecord.MAX_CHARS) {
            return parse(text); // refused there; not kept
        }
        lock.lock();
        try {
            Parsed known = parsed.get(text);
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        Parsed fresh = parse(text);
        lock.lock();
        try {
            parsed.put(text, fresh);
        } finally {
            lock.unlock();
        }
        return fresh;
    }

    private Parsed parse(String text) {
        try {
            DkimKeyRecord record = DkimKeyRecord.parse(text);
            if (record.isRevoked()) {
                return new Parsed.Bad("the key is revoked (p= is empty)");
            }
            return new Parsed.Good(record, DkimPublicKey.of(record, limits.minRsaBits()));
        } catch (DkimKeyRecord.Malformed | DkimPublicKey.Unusable e) {
            return new Parsed.Bad(String.valueOf(e.getMessage()));
        }
    }
}
