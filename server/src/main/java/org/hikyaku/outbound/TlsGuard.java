package org.hikyaku.outbound;

import org.hikyaku.tlspolicy.TlsCheck;
import org.hikyaku.tlspolicy.TlsPolicies;

/**
 * What hosts are held to.
 *
 * @param policies says what is required
 * @param check says whether it holds
 */
public record TlsGuard(TlsPolicies policies, TlsCheck check) {}
