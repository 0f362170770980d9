package org.hikyaku.inbound;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.Recipient.Notify;

/**
 * Where one message goes: into mailboxes here, or, where one of its recipients is behind another
 * server, through the queue as a whole, so that it is taken once or not at all.
 */
final class Destination {

    private final Set<MailAddress> accounts = new LinkedHashSet<>(1);
    private final Map<MailAddress, Recipient> all = new LinkedHashMap<>(1);
    private boolean onward;

    void file(Recipient recipient, List<MailAddress> filed) {
        accounts.addAll(filed);
        add(recipient, filed);
    }

    void onward(Recipient recipient, List<MailAddress> addresses) {
        onward = true;
        add(recipient, addresses);
    }

    private void add(Recipient recipient, List<MailAddress> addresses) {
        addresses.forEach(a -> all.putIfAbsent(a.folded(), recipient.withAddress(a)));
    }

    boolean isOnward() {
        return onward;
    }

    /** The accounts whose mailboxes are here. */
    List<MailAddress> accounts() {
        return List.copyOf(accounts);
    }

    /**
     * All recipients for the queue.
     *
     * @param vouched whether the sender is who it says: a report of success goes to nobody else
     * @param junk a report of what is junk goes to nobody at all whom a stranger has named
     */
    List<Recipient> recipients(boolean vouched, boolean junk) {
        return new ArrayList<>(all.values())
                .stream()
                        .map(
                                r ->
                                        new Recipient(
                                                r.address(),
                                                told(r, vouched, junk),
                                                r.originalRecipient()))
                        .toList();
    }

    private static Set<Notify> told(Recipient recipient, boolean vouched, boolean junk) {
        if (junk && !vouched) {
            return Set.of(Notify.NEVER);
        }
        if (vouched || !recipient.notices().contains(Notify.SUCCESS)) {
            return recipient.notices();
        }
        Set<Notify> fewer = EnumSet.copyOf(recipient.notices());
        fewer.remove(Notify.SUCCESS);
        // Nothing left would mean that the sender did not say (RFC 3461 section 4.1).
        return fewer.isEmpty() ? Set.of(Notify.NEVER) : fewer;
    }
}
