package org.hikyaku.store;

import java.util.List;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/** The domains that this server takes mail for. */
public interface Domains {

    /**
     * A local domain.
     *
     * @param catchAll the account that gets mail for unknown addresses, or null to refuse it
     */
    record LocalDomain(DomainName name, @Nullable MailAddress catchAll) {}

    /** Adds a domain, durable on return; false where it is there already. */
    boolean add(LocalDomain domain);

    /** Replaces a domain's settings; false where there is none of that name. */
    boolean update(LocalDomain domain);

    /**
     * Removes a domain; false where there is none. Accounts and aliases at it must be gone: {@link
     * StoreException} otherwise.
     */
    boolean remove(DomainName name);

    /** One domain. */
    Optional<LocalDomain> find(DomainName name);

    /** All domains, sorted. */
    List<LocalDomain> list();
}
