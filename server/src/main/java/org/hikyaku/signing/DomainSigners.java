package org.hikyaku.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Keys;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.StoreException;

/**
 * The signer of each domain, made once and made anew where its keys have changed. Holds an entry
 * for each of our domains that has sent. Safe for many threads.
 */
public final class DomainSigners {

    /** How long a changed key may go unnoticed: keys are published long before they are used. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    /**
     * The signer of a domain.
     *
     * @param keys what it signs with, one signature each
     */
    public record DomainSigner(DkimSigner signer, List<DkimKeyPair> keys) {
        /** Copies the list. */
        public DomainSigner {
            keys = List.copyOf(keys);
        }
    }

    private record Entry(List<StoredKey> keys, Optional<DomainSigner> signer, Instant readAt) {}

    private final Keys keys;
    private final InstantSource clock;
    private final ConcurrentMap<DomainName, Entry> entries = new ConcurrentHashMap<>();

    /** The keys of {@code keys}, as they are whenever a message is signed. */
    public DomainSigners(Keys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The signer for {@code domain}, which is ours; empty where it has no keys. */
    public Optional<DomainSigner> signer(DomainName domain) {
        Instant now = clock.instant();
        Entry known = entries.get(domain);
        if (known != null && now.isBefore(known.readAt().plus(LOOK_AGAIN))) {
            return known.signer();
        }
        List<StoredKey> stored = keys.signing(domain);
        Optional<DomainSigner> signer =
                known != null && same(known.keys(), stored) ? known.signer() : signerOf(stored);
        entries.put(domain, new Entry(List.copyOf(stored), signer, now));
        return signer;
    }

    private static boolean same(List<StoredKey> a, List<StoredKey> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).selector().equals(b.get(i).selector())
                    || !Arrays.equals(a.get(i).pkcs8(), b.get(i).pkcs8())) {
                return false;
            }
        }
        return true;
    }

    private Optional<DomainSigner> signerOf(List<StoredKey> stored) {
        List<DkimKeyPair> pairs = new ArrayList<>(stored.size());
        for (StoredKey key : stored) {
            pairs.add(pair(key));
        }
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DomainSigner(new DkimSigner(DkimSigning.of(pairs), clock), pairs));
    }

    private static DkimKeyPair pair(StoredKey key) {
        boolean rsa = key.algorithm().equals("rsa");
        try {
            PrivateKey secret =
                    KeyFactory.getInstance(rsa ? "RSA" : "Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(key.pkcs8()));
            return new DkimKeyPair(
                    key.domain(),
                    key.selector(),
                    rsa ? Algorithm.RSA_SHA256 : Algorithm.ED25519_SHA256,
                    secret);
        } catch (GeneralSecurityException e) {
            throw new StoreException("the DKIM key " + key + " cannot be read", e);
        }
    }
}
