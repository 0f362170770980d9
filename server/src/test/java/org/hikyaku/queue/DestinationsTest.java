package org.hikyaku.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** Room for attempts: in all, for each domain, and less for one in trouble. */
final class DestinationsTest {

    private static final DomainName A = DomainName.of("a.example");
    private static final DomainName B = DomainName.of("b.example");

    private static int takeAll(Destinations destinations, DomainName domain) {
        int taken = 0;
        while (destinations.take(domain)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aDomainHasItsLimit() throws InterruptedException {
        Destinations destinations = new Destinations(100, 8);
        assertThat(destinations.awaitRoom()).isEqualTo(new Destinations.Room(8, Set.of()));
        assertThat(takeAll(destinations, A)).isEqualTo(8);
        assertThat(destinations.awaitRoom()).isEqualTo(new Destinations.Room(8, Set.of(A)));
        assertThat(destinations.take(B)).isTrue();
        assertThat(destinations.awaitRoom())
                .as("all that is leased may be for b")
                .isEqualTo(new Destinations.Room(7, Set.of(A)));
    }

    @Test
    void aQuarterIsFreeBeforeMoreIsLeased() throws InterruptedException {
        Destinations destinations = new Destinations(100, 8);
        takeAll(destinations, A);
        destinations.give(A, true);
        assertThat(destinations.awaitRoom().busy()).containsExactly(A);
        destinations.give(A, true);
        assertThat(destinations.awaitRoom()).isEqualTo(new Destinations.Room(2, Set.of()));
    }

    @Test
    void allHaveOne() throws InterruptedException {
        Destinations destinations = new Destinations(3, 2);
        takeAll(destinations, A);
        assertThat(destinations.awaitRoom().max()).isEqualTo(1);
        assertThat(destinations.awaitNone(0)).isFalse();
        destinations.give(A, true);
        destinations.give(A, true);
        assertThat(destinations.awaitNone(0)).isTrue();
    }

    private static void give(Destinations destinations, int attempts, boolean reached) {
        for (int i = 0; i < attempts; i++) {
            destinations.give(A, reached);
        }
    }

    @Test
    void halfAsMuchAfterAFailure() {
        Destinations destinations = new Destinations(100, 8);
        assertThat(destinations.take(A)).isTrue();
        destinations.give(A, false);
        assertThat(takeAll(destinations, A)).isEqualTo(4);
        give(destinations, 4, false);
        assertThat(takeAll(destinations, A)).as("one at least").isEqualTo(1);
    }

    @Test
    void oneMoreAfterASuccess() {
        Destinations destinations = new Destinations(100, 8);
        give(destinations, takeAll(destinations, A), false);
        for (int limit : new int[] {1, 2, 4, 8, 8}) {
            assertThat(takeAll(destinations, A)).isEqualTo(limit);
            give(destinations, limit, true);
        }
    }

    @Test
    void whatWasNotTakenCannotBeGiven() {
        Destinations destinations = new Destinations(3, 2);
        assertThatThrownBy(() -> destinations.give(A, true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEndingServerPausesNoMore() throws InterruptedException {
        Destinations destinations = new Destinations(1, 1);
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        destinations.pause(Long.MAX_VALUE);
                                    } catch (InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        destinations.hurry();
        thread.join();
        destinations.pause(Long.MAX_VALUE);
        assertThat(thread.isAlive()).isFalse();
    }
}
