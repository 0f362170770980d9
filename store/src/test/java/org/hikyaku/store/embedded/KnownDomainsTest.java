package org.hikyaku.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Domains.LocalDomain;
import org.junit.jupiter.api.Test;

final class KnownDomainsTest {

    private static final DomainName NAME = DomainName.of("acme.example");
    private static final Optional<LocalDomain> OURS = Optional.of(new LocalDomain(NAME, null));

    private long now = Long.MAX_VALUE - 10; // nanoTime may pass the end of the numbers
    private int reads;
    private Optional<LocalDomain> kept = Optional.empty();
    private final KnownDomains known = new KnownDomains(() -> now);

    private Optional<LocalDomain> find() {
        return known.find(
                NAME,
                () -> {
                    reads++;
                    return kept;
                });
    }

    @Test
    void aMomentLaterNobodyReadsAgain() {
        find();
        now += 99_000_000;
        assertThat(find()).isEmpty();
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void whatAnotherProcessChangedIsSeenSoon() {
        find();
        kept = OURS;
        now += 100_000_000;
        assertThat(find()).isEqualTo(OURS);
    }

    @Test
    void aChangeOfOursIsSeenAtOnce() {
        find();
        kept = OURS;
        known.changed();
        assertThat(find()).isEqualTo(OURS);
    }

    @Test
    void whatWasReadBeforeAChangeIsNotKept() {
        known.find(
                NAME,
                () -> {
                    known.changed();
                    return Optional.empty();
                });
        kept = OURS;
        assertThat(find()).isEqualTo(OURS);
    }

    @Test
    void strangersDoNotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            known.find(DomainName.of("d" + i + ".example"), Optional::empty);
        }
        find();
        known.find(DomainName.of("d9999.example"), () -> OURS);
        find();
        assertThat(reads).isEqualTo(1);
        assertThat(known.find(DomainName.of("d1.example"), () -> OURS)).isEqualTo(OURS);
    }
}
