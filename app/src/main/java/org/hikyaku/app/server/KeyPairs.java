package org.hikyaku.app.server;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Keys;

/** The keys of a domain, out of the store and ready for use. */
public final class KeyPairs {

    private KeyPairs() {}

    /**
     * The keys that {@code domain} signs with, sorted by selector.
     *
     * @throws DkimKeys.Unreadable where one is damaged
     */
    public static List<DkimKeyPair> of(Keys keys, DomainName domain) throws DkimKeys.Unreadable {
        List<DkimKeyPair> pairs = new ArrayList<>();
        for (Keys.StoredKey key : keys.signing(domain)) {
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
}
