package org.hikyaku.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;

/** Writes records for a name server and for a person. */
public final class ZoneText {

    /**
     * Text of a key is cut so that lines stay readable; a character string holds 255 octets (RFC
     * 1035 section 3.3).
     */
    private static final int STRING_CHARS = 200;

    private static final String REVERSE_PURPOSE =
            "to be set by whoever the address comes from (the hosting company)";

    private ZoneText() {}

    /**
     * A whole zone file (RFC 1035 section 5) that a name server takes unchanged.
     *
     * @param host the name server that the file names: to be changed where the zone has others
     * @param serial such as 2026112401
     */
    public static String zoneFile(
            DomainName domain, DomainName host, long serial, List<DesiredRecord> records) {
        StringBuilder out = new StringBuilder();
        out.append("; The zone ")
                .append(domain)
                .append(
                        ". Where the zone exists already, take over only the records below the line and raise the serial.\n");
        out.append("$ORIGIN ").append(domain).append(".\n$TTL 3600\n");
        out.append("@ IN SOA ")
                .append(host)
                .append(". hostmaster.")
                .append(domain)
                .append(". ( ")
                .append(serial)
                .append(" 3600 600 1209600 300 )\n");
        out.append(nameServer(domain, host, records)).append("; ---- mail ----\n");
        @Nullable Purpose before = null;
        for (DesiredRecord record : records) {
            if (record.purpose() != before) {
                out.append("; ").append(record.purpose().text()).append('\n');
                before = record.purpose();
            }
            // RFC 1035 section 5.2: a zone file holds one zone; records of others stand as
            // comments.
            boolean inside = record.name().isWithin(domain);
            out.append(inside ? "" : "; in the zone of the host: ")
                    .append(relative(record.name(), domain))
                    .append(" IN ")
                    .append(record.data().type())
                    .append(' ')
                    .append(data(record.data()))
                    .append('\n');
        }
        List<DesiredRecord> reverse = reverse(records);
        if (!reverse.isEmpty()) {
            out.append("; ---- not of this zone: ").append(REVERSE_PURPOSE).append(" ----\n");
        }
        for (DesiredRecord record : reverse) {
            out.append("; ")
                    .append(record.name())
                    .append(". IN PTR ")
                    .append(record.data().text())
                    .append('\n');
        }
        return out.toString();
    }

    /** The PTR records that the addresses among {@code records} need. */
    private static List<DesiredRecord> reverse(List<DesiredRecord> records) {
        return records.stream()
                .filter(r -> r.data() instanceof DnsRecord.Address)
                .map(
                        r ->
                                new DesiredRecord(
                                        IpNet.reverseName(((DnsRecord.Address) r.data()).address()),
                                        new DnsRecord.Ptr(r.name()),
                                        Purpose.PTR))
                .toList();
    }

    /**
     * The zone's own name server. A host in the zone whose address is not known cannot be one: a
     * server would refuse to load the zone.
     */
    private static String nameServer(
            DomainName domain, DomainName host, List<DesiredRecord> records) {
        boolean addressed =
                records.stream()
                        .anyMatch(
                                r ->
                                        r.name().equals(host)
                                                && r.data() instanceof DnsRecord.Address);
        return addressed || !host.isWithin(domain)
                ? "@ IN NS " + host + ".\n"
                : "; write the zone's own name servers here\n@ IN NS ns.invalid.\n";
    }

    /** A name as a zone file of {@code domain} writes it: {@code @}, relative, or absolute. */
    public static String relative(DomainName name, DomainName domain) {
        if (name.equals(domain)) {
            return "@";
        }
        return name.isWithin(domain)
                ? name.ascii().substring(0, name.ascii().length() - domain.ascii().length() - 1)
                : name + ".";
    }

    /** The data of a record, long text in strings on lines of their own. */
    public static String data(DnsRecord data) {
        if (!(data instanceof DnsRecord.Txt(String value)) || value.length() <= STRING_CHARS) {
            return data.text();
        }
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < value.length(); i += STRING_CHARS) {
            out.append("\n    ")
                    .append(
                            new DnsRecord.Txt(
                                            value.substring(
                                                    i, Math.min(value.length(), i + STRING_CHARS)))
                                    .text());
        }
        return out.append(" )").toString();
    }

    /**
     * A plain table for web forms: each record with its type and name on one line and the value
     * below; at the end the PTR records, which belong into the form of whoever the address comes
     * from. No line is longer than 80 columns but for a name that is.
     */
    public static String table(List<DesiredRecord> records) {
        StringBuilder out = new StringBuilder();
        List<DesiredRecord> all = new ArrayList<>(records);
        all.addAll(reverse(records));
        for (DesiredRecord record : all) {
            String value =
                    record.data() instanceof DnsRecord.Txt(String text)
                            ? text
                            : record.data().text();
            out.append(
                    String.format(
                            Locale.ROOT,
                            "%-4s  %s%n      %s%n",
                            record.data().type(),
                            record.name(),
                            wrapped(value)));
        }
        return out.toString();
    }

    /** Long values are broken for the eye only: the form wants them without the breaks. */
    private static String wrapped(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i += 72) {
            out.append(i == 0 ? "" : System.lineSeparator() + "      ")
                    .append(value, i, Math.min(value.length(), i + 72));
        }
        return out.toString();
    }
}
