package org.hikyaku.zones;

import java.time.Duration;
import java.util.List;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.name.DomainName;

/**
 * Publishes nothing: says what a person has to do. Each line of the instructions begins with {@code
 * +} for a record that is to be there and {@code -} for one that is to go, in that order where one
 * takes the other's place.
 */
public final class ByHand implements Publisher {

    /** How the records are written. */
    public enum Style {
        /** Lines of a zone file; a long text in parentheses, one string each line. */
        ZONE,
        /** One record each line, names absolute. */
        LINES,
        /** Fields of a provider's form: name in the zone, type, time to live, value as it is. */
        FORM,
        /** As {@link #FORM}, texts in quotes and cut at 255 octets. */
        FORM_QUOTED
    }

    private final Style style;
    private final Duration usualTtl;

    /**
     * By hand.
     *
     * @param usualTtl shown where a change says none
     */
    public ByHand(Style style, Duration usualTtl) {
        this.style = style;
        this.usualTtl = usualTtl;
    }

    @Override
    public String description() {
        return "by hand";
    }

    @Override
    public Published publish(DomainName zone, List<RecordChange> changes) {
        StringBuilder out = new StringBuilder();
        RecordForms forms = new RecordForms(zone, usualTtl);
        for (RecordChange change : changes) {
            switch (change) {
                case RecordChange.Add(var record) -> put(out, "+ ", forms.text(record, style));
                case RecordChange.Remove(var record) -> put(out, "- ", forms.text(record, style));
                case RecordChange.Replace(var before, var after) -> {
                    put(out, "- ", forms.text(before, style));
                    put(out, "+ ", forms.text(after, style));
                }
            }
        }
        return Published.left(changes, out.toString());
    }

    private static void put(StringBuilder out, String mark, String text) {
        text.lines().forEach(line -> out.append(mark).append(line).append('\n'));
    }
}
