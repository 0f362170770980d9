package org.hikyaku.app.admin;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Store;

/** A pair of DKIM keys that a domain has been given. */
public record NewKeys(DomainName domain, List<DkimKeyPair> keys) {

    private static final int RSA_BITS = 2048;

    /** Copies the list. */
    public NewKeys {
        keys = List.copyOf(keys);
    }

    /** As {@link #make(Store, DomainName, InstantSource)}, now. */
    static NewKeys make(Store store, DomainName domain) {
        return make(store, domain, InstantSource.system());
    }

    /**
     * Makes and keeps one key of each kind (RFC 8463 section 3: Ed25519 alone is not enough yet).
     * The selectors tell the month, so that later ones differ.
     */
    public static NewKeys make(Store store, DomainName domain, InstantSource clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String stem = "hk" + today.format(DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT));
        List<DkimKeyPair> keys =
                List.of(
                        new DkimKeyPair(
                                domain,
                                stem + "r",
                                Algorithm.RSA_SHA256,
                                DkimKeys.generateRsa(RSA_BITS)),
                        new DkimKeyPair(
                                domain,
                                stem + "e",
                                Algorithm.ED25519_SHA256,
                                DkimKeys.generateEd25519()));
        for (DkimKeyPair key : keys) {
            String kind = key.algorithm() == Algorithm.RSA_SHA256 ? "rsa" : "ed25519";
            store.keys().add(new StoredKey(domain, key.selector(), kind, key.key().getEncoded()));
        }
        return new NewKeys(domain, keys);
    }

    /** What to publish: the selector of each key, and the text of its record. */
    public Map<String, String> bySelector() {
        Map<String, String> all = new LinkedHashMap<>();
        keys.forEach(key -> all.put(key.selector(), text(key)));
        return all;
    }

    /** What to publish: the name of each record, and its text. */
    Map<String, String> records() {
        Map<String, String> all = new LinkedHashMap<>();
        keys.forEach(key -> all.put(name(key), text(key)));
        return all;
    }

    private static String name(DkimKeyPair key) {
        try {
            return key.recordName().toString();
        } catch (DkimSignException e) {
            throw new IllegalStateException("a new key has a name", e);
        }
    }

    private static String text(DkimKeyPair key) {
        try {
            return DkimKeys.publishedRecord(key);
        } catch (DkimKeys.Unreadable e) {
            throw new IllegalStateException("a new key has a record", e);
        }
    }
}
