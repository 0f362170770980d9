package org.hikyaku.deliver;

import java.util.List;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts;

/** Who gets mail for an address, asked when it is named. */
@FunctionalInterface
public interface Recipients {

    /**
     * Where mail for {@code address} goes; may wait for another server, with a limit.
     *
     * @throws org.hikyaku.store.StoreException where the accounts cannot be looked up
     */
    Where of(MailAddress address);

    /** Where mail for an address goes. */
    sealed interface Where {
        /** Into the mailboxes of these accounts. */
        record Filed(List<MailAddress> accounts) implements Where {}

        /** Through the queue to these addresses, all of our own domains. */
        record Onward(List<MailAddress> addresses) implements Where {}

        /** The domain is ours, the address is not there; {@code words} say so. */
        record Unknown(String words) implements Where {}

        /** Nobody can say now whether it is there. */
        record Later(String cause) implements Where {}

        /** The domain is not ours. */
        record NotLocal() implements Where {}
    }

    /** Words for somebody who is not there. */
    String NOBODY = "No such mailbox here";

    /** By the accounts of this server, all of which have their mailboxes here. */
    static Recipients of(Accounts accounts) {
        return address ->
                switch (accounts.route(address)) {
                    case Accounts.Route.Deliver(List<MailAddress> all) -> new Where.Filed(all);
                    case Accounts.Route.Unknown _ -> new Where.Unknown(NOBODY);
                    case Accounts.Route.NotLocal _ -> new Where.NotLocal();
                };
    }
}
