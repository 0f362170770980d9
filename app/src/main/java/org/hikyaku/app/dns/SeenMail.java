package org.hikyaku.app.dns;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hikyaku.app.check.MailSource;
import org.hikyaku.app.check.PeerOptions;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.auth.AuthRun;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.MessageAuthenticator.Peer;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.plan.Flip;
import org.hikyaku.plan.Judged;
import org.hikyaku.plan.Replay;
import org.hikyaku.plan.Sighting;
import org.hikyaku.store.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Mail that was seen: what this server wrote down of each message, or messages from files.
 *
 * @param files null: what this server wrote down
 * @param period how far back
 */
record SeenMail(Evidence evidence, @Nullable Path files, Duration period) {

    private static final int PAGE = 5_000;

    /** Enough to know each source many times; a plan must not take the whole memory. */
    private static final int MAX_MESSAGES = 100_000;

    private static final DomainName RECEIVER = DomainName.of("receiver.invalid");

    Planned.Proof replay(DomainName zone, Resolver now, Resolver then, InstantSource clock) {
        Path named = files;
        if (named != null) {
            return new Files(zone, now, then, clock).replay(named);
        }
        List<Sighting> messages = sightings(zone, clock.instant().minus(period));
        return Planned.Proof.of(messages.size(), 0, new Replay(now, then, clock).flips(messages));
    }

    private List<Sighting> sightings(DomainName zone, Instant from) {
        List<Sighting> messages = new ArrayList<>();
        Instant next = from;
        boolean more = true;
        while (more && messages.size() < MAX_MESSAGES) {
            List<Evidence.Inbound> page = evidence.inbound(next, PAGE);
            more = page.size() == PAGE;
            Instant last = page.isEmpty() ? next : page.getLast().at();
            // Rows of the last moment of a full page come again with the next one.
            boolean oneMoment = !page.isEmpty() && page.getFirst().at().equals(last);
            boolean cut = more && !oneMoment;
            page.stream()
                    .filter(row -> !cut || row.at().isBefore(last))
                    .map(SeenMail::sighting)
                    .flatMap(Optional::stream)
                    .filter(message -> message.concerns(zone))
                    .forEach(messages::add);
            next = cut ? last : last.plusMillis(1);
        }
        return messages;
    }

    private static Optional<Sighting> sighting(Evidence.Inbound row) {
        Optional<InetAddress> client = IpNet.address(row.clientIp());
        String from = row.headerFrom();
        return client.map(
                address ->
                        new Sighting(
                                row.at() + " <" + row.mailFrom() + ">",
                                row.at(),
                                address,
                                row.helo(),
                                MailAddress.parse(row.mailFrom()).orElse(null),
                                from == null ? null : DomainName.parse(from).orElse(null),
                                row.dkim().stream()
                                        .map(SeenMail::signature)
                                        .flatMap(Optional::stream)
                                        .toList()));
    }

    /** {@code domain selector result}, as the evidence has it. */
    private static Optional<Sighting.Signature> signature(String text) {
        String[] parts = text.split(" ");
        return parts.length < 3
                ? Optional.empty()
                : DomainName.parse(parts[0])
                        .map(
                                domain ->
                                        new Sighting.Signature(
                                                domain, parts[1], parts[2].equals("pass")));
    }

    /** Whole messages, checked as the server would. */
    private static final class Files {
        private final DomainName zone;
        private final Resolver now;
        private final Resolver then;
        private final InstantSource clock;
        private final List<Flip> flips = new ArrayList<>();
        private int replayed;
        private int skipped;

        Files(DomainName zone, Resolver now, Resolver then, InstantSource clock) {
            this.zone = zone;
            this.now = now;
            this.then = then;
            this.clock = clock;
        }

        Planned.Proof replay(Path source) {
            MailSource.Kind _ = new MailSource(source.toString()).forEach(this::message);
            return Planned.Proof.of(replayed, skipped, flips);
        }

        private void message(MailSource.Mail mail) {
            Peer peer;
            try {
                peer = new PeerOptions().peer(mail).peer();
            } catch (CommandFailure _) {
                skipped++; // it does not tell who sent it
                return;
            }
            AuthVerdict before = verdict(mail, peer, now);
            Sighting message = sighting(mail, peer, before);
            if (message.concerns(zone)) {
                replayed++;
                flips.addAll(
                        Replay.between(message, judged(before), judged(verdict(mail, peer, then))));
            }
        }

        private AuthVerdict verdict(MailSource.Mail mail, Peer peer, Resolver dns) {
            AuthRun run = StandardAuthenticator.of(RECEIVER, dns, clock).begin(peer);
            PeerOptions.feed(mail, run);
            return run.verdict();
        }

        private static Judged judged(AuthVerdict verdict) {
            return new Judged(verdict.spf(), verdict.dkim(), verdict.dmarc());
        }

        private Sighting sighting(MailSource.Mail mail, Peer peer, AuthVerdict verdict) {
            return new Sighting(
                    mail.name(),
                    clock.instant(),
                    peer.client(),
                    peer.helo(),
                    peer.from().address(),
                    verdict.dmarc().authorDomain(),
                    verdict.dkim().stream()
                            .map(Files::signature)
                            .filter(Objects::nonNull)
                            .toList());
        }

        private static Sighting.@Nullable Signature signature(DkimResult result) {
            DomainName domain = result.domain();
            String selector = result.selector();
            return domain == null || selector == null
                    ? null
                    : new Sighting.Signature(domain, selector, result.passed());
        }
    }
}
