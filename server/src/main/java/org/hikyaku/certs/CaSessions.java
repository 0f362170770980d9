package org.hikyaku.certs;

/** Opens sessions with authorities. */
@FunctionalInterface
public interface CaSessions {
    /** A session with {@code authority}; the account is made where there is none yet. */
    CaSession open(Authority authority) throws CaException;
}
