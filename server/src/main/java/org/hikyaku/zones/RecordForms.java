package org.hikyaku.zones;

import java.time.Duration;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;

/** Records as a person copies them into a zone file or a provider's form. */
public final class RecordForms {

    /**
     * Strings of this length keep a line readable; 255 octets is what fits (RFC 1035 section 3.3).
     */
    private static final int STRING_CHARS = 200;

    private final DomainName zone;
    private final Duration usualTtl;

    /**
     * For records of {@code zone}.
     *
     * @param usualTtl for records that say none
     */
    public RecordForms(DomainName zone, Duration usualTtl) {
        this.zone = zone;
        this.usualTtl = usualTtl;
    }

    /**
     * The fields of a form.
     *
     * @param name relative to the zone, {@code @} for its apex
     * @param value without quotes, as most forms want it
     * @param quoted texts in quotes, cut at 255 octets, as the others want it; other types the same
     *     as {@code value}
     */
    public record Fields(String name, String type, long ttlSeconds, String value, String quoted) {}

    /** The fields of a record. */
    public Fields fields(OwnedRecord record) {
        String text = record.data().text();
        String value = record.data() instanceof DnsRecord.Txt(String plain) ? plain : text;
        return new Fields(
                relative(record.name()), record.data().type().name(), ttl(record), value, text);
    }

    /** The record in a style; lines end with a line feed. */
    String text(OwnedRecord record, ByHand.Style style) {
        Fields fields = fields(record);
        return switch (style) {
            case ZONE -> line(fields.name(), fields, inZone(record.data()));
            case LINES -> line(absolute(record.name()), fields, fields.quoted());
            case FORM -> form(fields, fields.value());
            case FORM_QUOTED -> form(fields, fields.quoted());
        };
    }

    private static String line(String name, Fields fields, String data) {
        return name + " " + fields.ttlSeconds() + " IN " + fields.type() + " " + data + "\n";
    }

    private static String form(Fields fields, String value) {
        return "name:  "
                + fields.name()
                + "\ntype:  "
                + fields.type()
                + "\nTTL:   "
                + fields.ttlSeconds()
                + "\nvalue: "
                + value
                + "\n";
    }

    private static String inZone(DnsRecord data) {
        if (!(data instanceof DnsRecord.Txt(String value)) || value.length() <= STRING_CHARS) {
            return data.text();
        }
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < value.length(); i += STRING_CHARS) {
            String part = value.substring(i, Math.min(value.length(), i + STRING_CHARS));
            out.append("\n    ").append(new DnsRecord.Txt(part).text());
        }
        return out.append(" )").toString();
    }

    private long ttl(OwnedRecord record) {
        return (record.ttl() == null ? usualTtl : record.ttl()).toSeconds();
    }

    private static String absolute(DomainName name) {
        return name.isRoot() ? "." : name + ".";
    }

    private String relative(DomainName name) {
        if (name.equals(zone)) {
            return "@";
        }
        return name.isWithin(zone) && !zone.isRoot()
                ? name.ascii().substring(0, name.ascii().length() - zone.ascii().length() - 1)
                : absolute(name);
    }
}
