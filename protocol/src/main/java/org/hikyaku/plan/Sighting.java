package org.hikyaku.plan;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message that was seen: enough to judge it again, but for its octets.
 *
 * @param label how a person finds it: a file, or when it came
 * @param at when it came
 * @param client who handed it over
 * @param helo what that said in HELO
 * @param mailFrom null for {@code <>}
 * @param author the domain of From, or null where it had none
 * @param signatures as they were found then
 */
public record Sighting(
        String label,
        Instant at,
        InetAddress client,
        String helo,
        @Nullable MailAddress mailFrom,
        @Nullable DomainName author,
        List<Signature> signatures) {

    /** Copies the list. */
    public Sighting {
        signatures = List.copyOf(signatures);
    }

    /**
     * A signature.
     *
     * @param passed whether it verified
     * @param key the one that it verifies with; null: the one that is published now, if it passed
     */
    public record Signature(
            DomainName domain, String selector, boolean passed, @Nullable DkimKeyRecord key) {
        /** One of which the key is not known. */
        public Signature(DomainName domain, String selector, boolean passed) {
            this(domain, selector, passed, null);
        }
    }

    /** Whether it says that it is from {@code zone}: only then can a change there matter. */
    public boolean concerns(DomainName zone) {
        MailAddress from = mailFrom;
        DomainName by = author;
        return (from != null && from.domain().isWithin(zone))
                || (by != null && by.isWithin(zone))
                || DomainName.parse(helo).filter(name -> name.isWithin(zone)).isPresent()
                || signatures.stream().anyMatch(s -> s.domain().isWithin(zone));
    }
}
