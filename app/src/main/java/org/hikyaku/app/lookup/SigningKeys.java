package org.hikyaku.app.lookup;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Keys;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.StoreException;

/** The keys that a domain signs with, out of the store. */
public final class SigningKeys {

    private SigningKeys() {}

    /**
     * Ready to sign with.
     *
     * @throws DkimKeys.Unreadable where one is broken
     */
    public static List<DkimKeyPair> of(Keys keys, DomainName domain) throws DkimKeys.Unreadable {
        return pairs(keys.signing(domain));
    }

    /**
     * Out of the store and ready for use.
     *
     * @throws DkimKeys.Unreadable where one is broken
     */
    public static List<DkimKeyPair> pairs(List<StoredKey> keys) throws DkimKeys.Unreadable {
        List<DkimKeyPair> pairs = new ArrayList<>();
        for (StoredKey key : keys) {
            Algorithm algorithm =
                    key.algorithm().equals("rsa") ? Algorithm.RSA_SHA256 : Algorithm.ED25519_SHA256;
            pairs.add(
                    new DkimKeyPair(
                            key.domain(),
                            key.selector(),
                            algorithm,
                            DkimKeys.fromPkcs8(key.algorithm(), key.pkcs8())));
        }
        return pairs;
    }

    /** As {@link #of}; {@link StoreException} where one is broken. */
    static List<DkimKeyPair> usable(Keys keys, DomainName domain) {
        try {
            return of(keys, domain);
        } catch (DkimKeys.Unreadable e) {
            throw new StoreException("a DKIM key of " + domain + " cannot be used", e);
        }
    }
}
