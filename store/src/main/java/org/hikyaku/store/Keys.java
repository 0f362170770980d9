package org.hikyaku.store;

import java.util.List;
import org.hikyaku.name.DomainName;

/** DKIM private keys, readable by this server's user only. */
public interface Keys {

    /**
     * A key.
     *
     * @param selector where its public half is published: {@code selector._domainkey.domain}
     * @param algorithm {@code rsa} or {@code ed25519}
     * @param pkcs8 the private key, PKCS#8 DER (RFC 5958); not a copy
     */
    record StoredKey(DomainName domain, String selector, String algorithm, byte[] pkcs8) {
        @Override
        public String toString() {
            return selector + "._domainkey." + domain + " (" + algorithm + ")";
        }
    }

    /** Adds a key, durable on return. {@link StoreException} where domain and selector have one. */
    void add(StoredKey key);

    /**
     * The keys that {@code domain} signs with, sorted by selector; {@link StoreException} where one
     * can be read by others.
     */
    List<StoredKey> signing(DomainName domain);

    /**
     * Adds a key that does not sign yet, durable on return. {@link StoreException} where domain and
     * selector have one.
     */
    void addIdle(StoredKey key);

    /**
     * The keys of {@code domain} that do not sign: not yet, or not any more. As {@link #signing}
     * otherwise.
     */
    List<StoredKey> idle(DomainName domain);

    /**
     * Lets a key sign from now on, or not any more; durable on return.
     *
     * @return false where there is no such key
     */
    boolean sign(DomainName domain, String selector, boolean signs);

    /** Removes a key, signing or not; false where there is none. */
    boolean remove(DomainName domain, String selector);
}
