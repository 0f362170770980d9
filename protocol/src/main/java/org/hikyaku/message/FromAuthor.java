package org.hikyaku.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.MailAddress;
import org.hikyaku.wire.Printable;

/**
 * Who wrote a message, as From tells it (RFC 5322 section 3.6.2, RFC 6854): the author domain that
 * DMARC asks about (RFC 9989 section 5.3.1).
 *
 * <p>Display names, comments, quoted strings and encoded words never yield an address, whatever
 * they look like: only what stands where an address stands counts.
 *
 * @param fieldCount how many From fields the header has; exactly one is right
 * @param mailboxes the addresses of all From fields, in order; those that cannot be read are left
 *     out
 * @param domains the domains of the addresses, also of one whose local part cannot be read, each
 *     once
 * @param problem what is wrong, for a person; empty where nothing is
 */
public record FromAuthor(
        int fieldCount, List<MailAddress> mailboxes, List<DomainName> domains, String problem) {

    /** From fields of real mail have 1 address; a longer list is read no further. */
    public static final int MAX_MAILBOXES = 100;

    /** A longer field is not read: RFC 5322 lines have 998 octets, lists of authors some. */
    public static final int MAX_FIELD_CHARS = 64 * 1024;

    /** From fields that are read; a second one is already an error. */
    private static final int MAX_FIELDS = 4;

    /** Copies the lists. */
    public FromAuthor {
        mailboxes = List.copyOf(mailboxes);
        domains = List.copyOf(domains);
    }

    /** Reads all From fields of a header. */
    public static FromAuthor of(HeaderBlock header) {
        List<HeaderField> fields = header.all("from");
        Found found = new Found();
        for (HeaderField field : fields.subList(0, Math.min(MAX_FIELDS, fields.size()))) {
            found.read(field.value());
        }
        if (fields.isEmpty()) {
            found.note("the message has no From field");
        } else if (fields.size() > 1) {
            // RFC 5322 section 3.6: exactly one.
            found.note("the message has " + fields.size() + " From fields");
        }
        return new FromAuthor(
                fields.size(), found.mailboxes, List.copyOf(found.domains), found.problem);
    }

    /** What has been read so far. */
    private static final class Found {
        private final List<MailAddress> mailboxes = new ArrayList<>();
        private final Set<DomainName> domains = new LinkedHashSet<>();
        private String problem = "";

        void note(String text) {
            if (problem.isEmpty()) {
                problem = Printable.of(text, 300);
            }
        }

        void read(String value) {
            if (value.length() > MAX_FIELD_CHARS) {
                note("From is longer than " + MAX_FIELD_CHARS + " characters");
                return;
            }
            AddressList list = AddressList.parse(value, MAX_MAILBOXES);
            list.specs().forEach(this::add);
            if (!list.problem().isEmpty()) {
                note(list.problem());
            } else if (list.specs().isEmpty()) {
                note("From has no address");
            }
        }

        private void add(AddressList.Spec spec) {
            try {
                DomainName domain = DomainName.of(spec.domain());
                if (domain.isRoot() || spec.domain().startsWith("[")) {
                    note("From has an address without a domain");
                    return;
                }
                if (!domain.isHostName()) {
                    note("'" + domain + "' in From cannot name a host");
                }
                domains.add(domain);
                mailboxes.add(new MailAddress(spec.localPart(), domain));
            } catch (IllegalNameException e) {
                note(e.getMessage() == null ? "From has no address" : e.getMessage());
            }
        }
    }
}
