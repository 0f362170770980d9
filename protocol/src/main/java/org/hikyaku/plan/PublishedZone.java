package org.hikyaku.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/**
 * What was found where a plan needs to know.
 *
 * @param apex of the zone
 * @param answers to the questions of {@link Diff#places}
 */
public record PublishedZone(DomainName apex, Map<Place, Answer> answers) {

    /** Copies the map. */
    public PublishedZone {
        answers = Map.copyOf(answers);
    }

    /** The records at a place; empty where there are none. */
    List<DnsRecord> at(DomainName name, RecordType type) {
        Answer answer = answers.get(new Place(name, type));
        return answer == null ? List.of() : answer.records(DnsRecord.class);
    }

    /** The texts at a name. */
    List<String> texts(DomainName name) {
        return at(name, RecordType.TXT).stream()
                .filter(DnsRecord.Txt.class::isInstance)
                .map(data -> ((DnsRecord.Txt) data).value())
                .toList();
    }

    /** The alias at a name. */
    Optional<DnsRecord> alias(DomainName name) {
        return at(name, RecordType.CNAME).stream().findFirst();
    }

    /** Whether DNSSEC covers the answer. */
    boolean isAuthentic(DomainName name, RecordType type) {
        Answer answer = answers.get(new Place(name, type));
        return answer != null && answer.isAuthentic();
    }
}
