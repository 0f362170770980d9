package org.hikyaku.convergence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.convergence.Behind.Reason;
import org.hikyaku.convergence.ZoneSight.ServerSight;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;

/** The state of a change, as a pure function of the state before, what was seen, and the time. */
final class Convergence {

    /** RFC 1996 section 4.3: a secondary asks at once; a transfer takes seconds. */
    static final Duration TRANSFER_TIME = Duration.ofSeconds(60);

    private final FollowedChange followed;
    private final ChangeState before;
    private final ZoneSight sight;
    private final Instant now;

    private Convergence(FollowedChange followed, ChangeState before, ZoneSight sight, Instant now) {
        this.followed = followed;
        this.before = before;
        this.sight = sight;
        this.now = now;
    }

    /** How a change begins. */
    static ChangeState start() {
        return new ChangeState.Written(List.of());
    }

    /** The next state. What is usable stays so. */
    static ChangeState next(
            FollowedChange followed, ChangeState before, ZoneSight sight, Instant now) {
        return before.isUsable() ? before : new Convergence(followed, before, sight, now).next();
    }

    private ChangeState next() {
        Optional<ServerSight> first = reference();
        if (first.isEmpty()) {
            return unanswered();
        }
        ServerSight reference = first.get();
        DnsRecord.Soa start = reference.start().orElseThrow();
        if (!reference.shows(followed)) {
            return notYet(reference, start.serial());
        }
        List<Behind> behind = behind(reference, start);
        if (!behind.isEmpty()) {
            return keptThroughSilence(behind)
                    ? before
                    : new ChangeState.PrimaryAnswers(primarySince(), start.serial(), behind);
        }
        return everywhere();
    }

    /**
     * The server that the others fetch from: the primary, or where it is hidden from us, whoever
     * has the highest serial.
     */
    private Optional<ServerSight> reference() {
        Optional<ServerSight> best = Optional.empty();
        for (ServerSight server : sight.servers()) {
            Optional<DnsRecord.Soa> start = server.start();
            if (start.isEmpty()) {
                continue;
            }
            if (server.server().primary()) {
                return Optional.of(server);
            }
            boolean higher =
                    best.flatMap(ServerSight::start)
                            .map(s -> Serial.compare(start.get().serial(), s.serial()) > 0)
                            .orElse(true);
            best = higher ? Optional.of(server) : best;
        }
        return best;
    }

    private ChangeState unanswered() {
        List<Behind> all = sight.servers().stream().map(this::silent).toList();
        return keptThroughSilence(all) ? before : new ChangeState.Written(all);
    }

    private ChangeState notYet(ServerSight reference, long serial) {
        if (followed.before().serial().isEmpty()) {
            return new ChangeState.Written(List.of(one(reference, Reason.RECORD_ABSENT, serial)));
        }
        int moved = Serial.compare(serial, followed.before().serial().getAsLong());
        if (moved > 0) {
            return new ChangeState.SerialRaised(
                    serial, List.of(one(reference, Reason.RECORD_ABSENT, serial)));
        }
        Reason reason = moved == 0 ? Reason.NOT_LOADED : Reason.SERIAL_LOWERED;
        return new ChangeState.Written(List.of(one(reference, reason, serial)));
    }

    private static Behind one(ServerSight server, Reason reason, long serial) {
        return new Behind(server.server().shown(), reason, "serial " + serial);
    }

    private List<Behind> behind(ServerSight reference, DnsRecord.Soa start) {
        List<Behind> behind = new ArrayList<>();
        for (ServerSight server : sight.expected()) {
            if (server.equals(reference) || server.shows(followed)) {
                continue;
            }
            behind.add(
                    server.start()
                            .map(s -> lagging(server, s, start))
                            .orElseGet(() -> silent(server)));
        }
        if (!behind.isEmpty() && followed.before().serial().isPresent()) {
            // Only where somebody waits for it: with all there, an unchanged serial harms nobody.
            int moved = Serial.compare(start.serial(), followed.before().serial().getAsLong());
            if (moved <= 0) {
                Reason reason = moved == 0 ? Reason.SERIAL_NOT_RAISED : Reason.SERIAL_LOWERED;
                behind.addFirst(one(reference, reason, start.serial()));
            }
        }
        return behind;
    }

    private Behind lagging(ServerSight server, DnsRecord.Soa own, DnsRecord.Soa primary) {
        int compared = Serial.compare(own.serial(), primary.serial());
        String serials = "serial " + own.serial() + ", the primary has " + primary.serial();
        if (compared == 0) {
            return new Behind(
                    server.server().shown(),
                    Reason.EQUAL_SERIAL_OTHER_CONTENT,
                    "serial " + own.serial());
        }
        if (compared > 0) {
            return new Behind(server.server().shown(), Reason.SERIAL_AHEAD, serials);
        }
        boolean early = now.isBefore(primarySince().plus(TRANSFER_TIME));
        return new Behind(
                server.server().shown(),
                early ? Reason.TRANSFER_EXPECTED : Reason.NOTIFY_UNHEEDED,
                serials + "; it asks by itself every " + own.timers().refreshSeconds() + " s");
    }

    private Behind silent(ServerSight server) {
        Reason reason =
                switch (server.soa().answer()) {
                    case Answer.Failed(var failure, _) ->
                            switch (failure) {
                                case TIMEOUT, BUDGET -> Reason.UNREACHABLE;
                                case REFUSED -> Reason.LAME;
                                case SERVER, MALFORMED -> Reason.FAILING;
                                case BOGUS -> Reason.BOGUS;
                            };
                    case Answer.Found _, Answer.NoRecord _ -> Reason.LAME;
                };
        String detail = server.soa().answer() instanceof Answer.Failed(_, var text) ? text : "";
        return new Behind(server.server().shown(), reason, detail);
    }

    /** A server that had the record and is silent now gives nobody the old one. */
    private boolean keptThroughSilence(List<Behind> behind) {
        return before instanceof ChangeState.ServersAnswer
                && behind.stream().allMatch(b -> b.reason() == Reason.UNREACHABLE);
    }

    private Instant primarySince() {
        return before instanceof ChangeState.PrimaryAnswers(var since, _, _) ? since : now;
    }

    /**
     * RFC 2308 section 5, RFC 1035 section 3.2.1: whoever asked the last server just before it had
     * the change remembers from that moment on.
     */
    private ChangeState everywhere() {
        Instant since = before instanceof ChangeState.ServersAnswer(var first, _, _) ? first : now;
        Instant until = since.plus(followed.before().remembered());
        List<Behind> behind = new ArrayList<>();
        if (sight.resolved().get(followed.place()) instanceof Answer.Failed(var failure, var detail)
                && failure == Answer.Failure.BOGUS) {
            behind.add(new Behind("resolver", Reason.BOGUS, detail));
        }
        return behind.isEmpty() && !now.isBefore(until)
                ? new ChangeState.Usable(now)
                : new ChangeState.ServersAnswer(since, until, behind);
    }
}
