package org.hikyaku.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.store.Accounts;

/**
 * Who gets mail where some domains are kept by LMTP servers. What a server said is remembered: who
 * was there for a long time, who was not for a short one, since a new mailbox should get mail soon.
 */
public final class LmtpRecipients implements Recipients {

    /** Asked anew after this; a mailbox that was removed refuses soon. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** While the server cannot be asked, who was there within this time is taken to be there. */
    static final Duration STALE = Duration.ofDays(3);

    /** Somebody who was made just now waits no longer. */
    static final Duration ABSENT = Duration.ofMinutes(1);

    /** Answers that are remembered: strangers can name any number of addresses. */
    private static final int MAX_REMEMBERED = 20_000;

    private record Seen(Callout.Answer answer, Instant at) {}

    private final Accounts accounts;
    private final DeliverySettings settings;
    private final Callout callout;
    private final InstantSource clock;
    // Two: a flood of addresses that are not there must not push out those that are.
    private final Cache<String, Seen> present = cache();
    private final Cache<String, Seen> absent = cache();

    /** Recipients by {@code accounts}, and behind LMTP by {@code callout}. */
    public LmtpRecipients(
            Accounts accounts, DeliverySettings settings, Callout callout, InstantSource clock) {
        this.accounts = accounts;
        this.settings = settings;
        this.callout = callout;
        this.clock = clock;
    }

    private static Cache<String, Seen> cache() {
        return Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).executor(Runnable::run).build();
    }

    @Override
    public Where of(MailAddress address) {
        return switch (accounts.route(address)) {
            case Accounts.Route.NotLocal _ -> new Where.NotLocal();
            case Accounts.Route.Deliver(List<MailAddress> all) -> known(address, all);
            case Accounts.Route.Unknown _ ->
                    settings.lmtp(address.domain())
                            .filter(_ -> settings.known() == DeliverySettings.Known.CALLOUT)
                            .map(target -> asked(target, address))
                            .orElseGet(() -> new Where.Unknown(NOBODY));
        };
    }

    private Where known(MailAddress address, List<MailAddress> all) {
        boolean onward = all.stream().anyMatch(a -> settings.lmtp(a.domain()).isPresent());
        if (!onward) {
            return new Where.Filed(all);
        }
        // The part after a plus sign chooses a folder there.
        boolean own = all.size() == 1 && accounts.owns(all.getFirst(), address);
        boolean same = own && all.getFirst().domain().equals(address.domain());
        boolean detail = same && address.localPart().indexOf('+') > 0;
        return new Where.Onward(detail ? List.of(address) : all);
    }

    private Where asked(StreamAddress target, MailAddress address) {
        String key = target.text() + " " + address.folded();
        Instant now = clock.instant();
        Optional<Seen> there = Optional.ofNullable(present.getIfPresent(key));
        if (there.filter(s -> now.isBefore(s.at().plus(FRESH))).isPresent()) {
            return new Where.Onward(List.of(address));
        }
        Optional<Where> refused =
                Optional.ofNullable(absent.getIfPresent(key))
                        .filter(s -> now.isBefore(s.at().plus(ABSENT)))
                        .map(s -> where(s.answer(), address));
        return refused.orElseGet(() -> askedNow(target, address, key, there));
    }

    private Where askedNow(
            StreamAddress target, MailAddress address, String key, Optional<Seen> there) {
        Instant now = clock.instant();
        Callout.Answer answer = callout.ask(target, address);
        switch (answer) {
            case Callout.Answer.Exists _ -> present.put(key, new Seen(answer, now));
            case Callout.Answer.Unknown _ -> {
                present.invalidate(key);
                absent.put(key, new Seen(answer, now));
            }
            case Callout.Answer.Unclear _ -> {
                if (there.filter(s -> now.isBefore(s.at().plus(STALE))).isPresent()) {
                    return new Where.Onward(List.of(address));
                }
            }
        }
        return where(answer, address);
    }

    private static Where where(Callout.Answer answer, MailAddress address) {
        return switch (answer) {
            case Callout.Answer.Exists _ -> new Where.Onward(List.of(address));
            case Callout.Answer.Unknown(String words) -> new Where.Unknown(words);
            case Callout.Answer.Unclear(String cause) -> new Where.Later(cause);
        };
    }
}
