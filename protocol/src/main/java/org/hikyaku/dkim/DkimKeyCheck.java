package org.hikyaku.dkim;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.Resolver;

/** Whether the key that signs is the key that is published, and how good it is. */
public sealed interface DkimKeyCheck {

    /** A sentence for a person. */
    String reason();

    /** Whether signatures with the key verify elsewhere. */
    default boolean isUsable() {
        return this instanceof Published;
    }

    /**
     * It is.
     *
     * @param record as published
     * @param bits the length of the key
     * @param authentic whether DNSSEC covers the record
     * @param warnings what could be better, each a sentence
     */
    record Published(DkimKeyRecord record, int bits, boolean authentic, List<String> warnings)
            implements DkimKeyCheck {
        /** Copies the list. */
        public Published {
            warnings = List.copyOf(warnings);
        }

        @Override
        public String reason() {
            return "the published key is the one that signs";
        }
    }

    /** There is a key record, of another key or not fit for mail. */
    record Differs(DkimKeyRecord record, String reason) implements DkimKeyCheck {}

    /** There is no usable record, or the private key is of no use. */
    record Unusable(String reason) implements DkimKeyCheck {}

    /** The DNS did not answer. */
    record Unknown(String reason) implements DkimKeyCheck {}

    /** Asks for the record of {@code pair} and compares. */
    static DkimKeyCheck of(Resolver resolver, DkimKeyPair pair) {
        String own;
        try {
            pair.requireUsable();
            own = DkimKeys.publicText(pair.algorithm(), pair.key());
        } catch (DkimSignException | DkimKeys.Unreadable e) {
            return new Unusable(String.valueOf(e.getMessage()));
        }
        DkimKeyLookup lookup = new DkimKeyLookup(resolver, DkimLimits.STANDARD);
        return switch (lookup.find(pair.domain(), pair.selector())) {
            case DkimKeyLookup.Outcome.NotFound(var code, var reason, _) ->
                    code == DkimResult.Code.TEMPERROR ? new Unknown(reason) : new Unusable(reason);
            case DkimKeyLookup.Outcome.Found found -> compare(found, pair, own);
        };
    }

    private static DkimKeyCheck compare(
            DkimKeyLookup.Outcome.Found found, DkimKeyPair pair, String own) {
        DkimKeyRecord record = found.record();
        if (!record.keyType().equals(pair.algorithm().keyType())) {
            return new Differs(
                    record,
                    "the published key is "
                            + record.keyType()
                            + ", the signing key "
                            + pair.algorithm().keyType());
        }
        if (!found.key().isSameAs(own)) {
            return new Differs(record, "the published key is not the one that signs");
        }
        if (!record.allowsHash("sha256") || !record.allowsService("email")) {
            return new Differs(record, "the record does not allow sha256 or does not allow mail");
        }
        return new Published(
                record, found.key().bits(), found.authentic(), warnings(record, found.key()));
    }

    private static List<String> warnings(DkimKeyRecord record, DkimPublicKey key) {
        List<String> warnings = new ArrayList<>();
        if (record.isTesting()) {
            warnings.add("the record says that the domain is testing (t=y)");
        }
        if (record.isStrict()) {
            warnings.add("the record does not allow subdomains in i= (t=s)");
        }
        if (key.keyType().equals("rsa") && key.bits() < 2048) {
            // RFC 8301 section 3.2: signers SHOULD use 2048 bits or more.
            warnings.add("the key is " + key.bits() + " bits; 2048 are advised");
        }
        return warnings;
    }
}
