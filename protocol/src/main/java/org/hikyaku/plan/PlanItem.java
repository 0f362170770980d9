package org.hikyaku.plan;

import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.zone.Purpose;

/** One line of a plan. */
public sealed interface PlanItem {

    /** Where. */
    DomainName name();

    /** Why, in order of weight; may be empty for what is present. */
    List<Why> why();

    /** What is to be done; empty where nothing is. */
    default List<RecordChange> changes() {
        return switch (this) {
            case Add add -> List.of(new RecordChange.Add(add.record()));
            case Change change -> List.of(change.change());
            case Remove remove -> List.of(new RecordChange.Remove(remove.record()));
            case Present _, Foreign _, Conflict _, Elsewhere _ -> List.of();
        };
    }

    /** It is there as wanted. */
    record Present(OwnedRecord record, Purpose purpose, List<Why> why) implements PlanItem {
        /** Copies the list. */
        public Present {
            why = List.copyOf(why);
        }

        @Override
        public DomainName name() {
            return record.name();
        }
    }

    /** It is to be added. */
    record Add(OwnedRecord record, Purpose purpose, List<Why> why) implements PlanItem {
        /** Copies the list. */
        public Add {
            why = List.copyOf(why);
        }

        @Override
        public DomainName name() {
            return record.name();
        }
    }

    /** One record is to stand in the place of another. */
    record Change(RecordChange.Replace change, Purpose purpose, List<Why> why) implements PlanItem {
        /** Copies the list. */
        public Change {
            why = List.copyOf(why);
        }

        @Override
        public DomainName name() {
            return change.name();
        }
    }

    /** It is to go. */
    record Remove(OwnedRecord record, Purpose purpose, List<Why> why) implements PlanItem {
        /** Copies the list. */
        public Remove {
            why = List.copyOf(why);
        }

        @Override
        public DomainName name() {
            return record.name();
        }
    }

    /** It belongs to somebody else and stays. */
    record Foreign(OwnedRecord record, List<Why> why) implements PlanItem {
        /** Copies the list. */
        public Foreign {
            why = List.copyOf(why);
        }

        @Override
        public DomainName name() {
            return record.name();
        }
    }

    /** What is there and what is wanted do not go together: a person has to decide. */
    record Conflict(
            DomainName name,
            List<DnsRecord> published,
            List<DnsRecord> wanted,
            Purpose purpose,
            List<Why> why)
            implements PlanItem {
        /** Copies the lists. */
        public Conflict {
            published = List.copyOf(published);
            wanted = List.copyOf(wanted);
            why = List.copyOf(why);
        }
    }

    /** It is missing in a zone that is not ours: whoever keeps that has to be asked. */
    record Elsewhere(OwnedRecord record, Purpose purpose, List<Why> why) implements PlanItem {
        /** Copies the list. */
        public Elsewhere {
            why = List.copyOf(why);
        }

        @Override
        public DomainName name() {
            return record.name();
        }
    }
}
