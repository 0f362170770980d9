package org.hikyaku.submission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.smtpd.ReceivedField;

/**
 * What a submission server does to a header (RFC 6409 section 8): refuses what nobody would take,
 * adds what is missing, takes out what others must not see. Pure but for {@code random}.
 */
final class HeaderRepair {

    /** RFC 5322 section 3.6.3: recipients must not see Bcc; RFC 5321 section 4.4: not ours yet. */
    private static final Set<String> REMOVED = Set.of("bcc", "resent-bcc", "return-path");

    /** RFC 5321 section 6.3: more trace fields than that are a loop, normally at least 100. */
    private static final int MAX_RECEIVED = 100;

    private HeaderRepair() {}

    /** The author; refuses a header that has not exactly one readable From. */
    static FromAuthor check(HeaderBlock header, boolean smtpUtf8) throws RefusedMessageException {
        FromAuthor author = FromAuthor.of(header);
        if (author.fieldCount() != 1 || author.mailboxes().isEmpty()) {
            throw RefusedMessageException.of(
                    550,
                    "5.6.0",
                    "The message needs exactly one From field with an address, it has "
                            + author.fieldCount());
        }
        int received = 0;
        for (HeaderField field : header.fields()) {
            if (field.is("received") && ++received > MAX_RECEIVED) {
                throw RefusedMessageException.of(554, "5.4.6", "The message goes round in a loop");
            }
            if (!field.isWellFormed()) {
                throw RefusedMessageException.of(
                        550, "5.6.0", "The header holds a line that is no field");
            }
            if (!smtpUtf8 && !isAscii(field.raw())) {
                // RFC 6532 section 3 needs SMTPUTF8; without it, RFC 2047 has encoded words
                throw RefusedMessageException.of(
                        550,
                        "5.6.7",
                        field.name() + " holds octets beyond ASCII: say SMTPUTF8 or encode them");
            }
        }
        return author;
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The header without the fields that must go, and with those that were missing.
     *
     * @param ours our name: results under it are forged, and our own would believe them (RFC 8601
     *     section 5)
     */
    static HeaderBlock repaired(
            HeaderBlock header,
            DomainName domain,
            DomainName ours,
            Instant now,
            RandomGenerator random) {
        List<HeaderField> fields = new ArrayList<>(header.fields().size() + 2);
        boolean date = false;
        boolean id = false;
        for (HeaderField field : header.fields()) {
            if (!REMOVED.contains(field.lowerName()) && !isForged(field, ours)) {
                fields.add(field);
                date |= field.is("date");
                id |= field.is("message-id");
            }
        }
        if (!date) {
            fields.add(HeaderField.of("Date", ReceivedField.date(now)));
        }
        if (!id) {
            // RFC 5322 section 3.6.4: globally unique, by 128 random bits
            String left =
                    Long.toUnsignedString(random.nextLong(), 36)
                            + "."
                            + Long.toUnsignedString(random.nextLong(), 36);
            fields.add(HeaderField.of("Message-ID", "<" + left + "@" + domain + ">"));
        }
        return new HeaderBlock(fields);
    }

    private static boolean isForged(HeaderField field, DomainName ours) {
        return field.is("authentication-results")
                && AuthenticationResults.isForged(field.octetValue(), Set.of(ours.ascii()));
    }
}
