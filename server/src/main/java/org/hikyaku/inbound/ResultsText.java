package org.hikyaku.inbound;

import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.authres.AuthenticationResults;

/** Puts what was found out into the form of RFC 8601. */
@FunctionalInterface
public interface ResultsText {

    /** The results under the name {@code authservId}. */
    AuthenticationResults of(String authservId, AuthVerdict verdict, ReverseDns reverse);
}
