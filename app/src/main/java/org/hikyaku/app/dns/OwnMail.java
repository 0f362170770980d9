package org.hikyaku.app.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.app.dns.Planned.Own;
import org.hikyaku.app.lookup.SigningKeys;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.plan.Flip;
import org.hikyaku.plan.Replay;
import org.hikyaku.plan.Sighting;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.Store;

/**
 * Our own mail as receivers see it: what leaves this server, signed with the keys that sign. Who
 * sends and with which keys this server knows; how much has left is in the evidence.
 *
 * @param host what this server calls itself
 * @param addresses that it sends from
 */
record OwnMail(Store store, DomainName host, List<InetAddress> addresses) {

    /** More deliveries than these are "many". */
    private static final int MAX_COUNTED = 100_000;

    private static final String POSTMASTER = "postmaster";

    /**
     * The mail of every domain of this server in {@code zone}, judged before and after.
     *
     * @param period how far back deliveries are counted
     * @throws DkimKeys.Unreadable where a key is broken
     */
    Own replay(DomainName zone, Replay replay, InstantSource clock, Duration period)
            throws DkimKeys.Unreadable {
        Instant now = clock.instant();
        List<Sighting> mail = new ArrayList<>();
        for (LocalDomain domain : store.domains().list()) {
            if (domain.name().isWithin(zone)) {
                for (InetAddress address : addresses) {
                    mail.addAll(mail(domain.name(), address, now));
                }
            }
        }
        List<Evidence.Attempt> left =
                store.evidence().attempts(now.minus(period), MAX_COUNTED).stream()
                        .filter(attempt -> attempt.outcome().equals("delivered"))
                        .toList();
        // What is told of the signatures of a message need not be told of a bounce again.
        List<Flip> flips =
                replay.flips(mail).stream()
                        .filter(
                                flip ->
                                        flip.message().mailFrom() != null
                                                || flip.check() != Flip.Check.DKIM)
                        .toList();
        return new Own(addresses.size(), left.size(), flips);
    }

    /** A message, and a bounce, of which receivers judge the name that this server says. */
    private List<Sighting> mail(DomainName domain, InetAddress address, Instant now)
            throws DkimKeys.Unreadable {
        List<Sighting.Signature> signatures = signatures(domain);
        MailAddress sender = new MailAddress(POSTMASTER, domain);
        String hello = host.ascii();
        return List.of(
                new Sighting(sender.toString(), now, address, hello, sender, domain, signatures),
                new Sighting("<>", now, address, hello, null, domain, signatures));
    }

    private List<Sighting.Signature> signatures(DomainName domain) throws DkimKeys.Unreadable {
        List<Sighting.Signature> signatures = new ArrayList<>();
        for (DkimKeyPair pair : SigningKeys.of(store.keys(), domain)) {
            DkimKeyRecord key = key(DkimKeys.publishedRecord(pair));
            signatures.add(new Sighting.Signature(domain, pair.selector(), true, key));
        }
        return signatures;
    }

    private static DkimKeyRecord key(String text) {
        try {
            return DkimKeyRecord.parse(text);
        } catch (DkimKeyRecord.Malformed e) {
            throw new IllegalStateException("a record of ours can be read", e);
        }
    }
}
