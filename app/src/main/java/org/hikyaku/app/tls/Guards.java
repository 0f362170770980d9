package org.hikyaku.app.tls;

import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.hikyaku.dns.Resolver;
import org.hikyaku.outbound.TlsGuard;
import org.hikyaku.probe.PolicyFetch;
import org.hikyaku.tlspolicy.StsMemory;
import org.hikyaku.tlspolicy.StsPolicies;
import org.hikyaku.tlspolicy.TlsCheck;
import org.hikyaku.tlspolicy.TlsPolicies;

/** What hosts are held to, with the authorities of the system. */
public final class Guards {

    private Guards() {}

    /** With policies kept in {@code memory}, for hosts at {@code port}. */
    public static TlsGuard of(Resolver resolver, StsMemory memory, int port, InstantSource clock) {
        PolicyFetch fetch = new PolicyFetch(authorities(), PolicyFetch.USUAL_TIME);
        StsPolicies sts = new StsPolicies(resolver, fetch::fetch, memory, clock);
        return new TlsGuard(new TlsPolicies(resolver, sts, port), new TlsCheck(null));
    }

    private static SSLContext authorities() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}
