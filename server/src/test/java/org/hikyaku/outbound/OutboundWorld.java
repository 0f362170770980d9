package org.hikyaku.outbound;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;

/** A courier with a real store, a resolver that knows what it is told, and hosts on loopback. */
final class OutboundWorld implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    static final String TEXT = "From: b@here.example\r\nSubject: hello\r\n\r\nHello\r\n.dot\r\n";

    final Store store;
    final Events events = new Events();
    private final SmtpCourier courier;

    OutboundWorld(Path folder, int port, String... zone) {
        this(folder, settings(port, null), zone);
    }

    OutboundWorld(Path folder, OutboundSettings settings, String... zone) {
        this(folder, settings, DeliverySettings.OWN, zone);
    }

    OutboundWorld(
            Path folder, OutboundSettings settings, DeliverySettings delivery, String... zone) {
        this(folder, settings, delivery, FakeResolver.of(zone), null);
    }

    OutboundWorld(
            Path folder,
            OutboundSettings settings,
            DeliverySettings delivery,
            Resolver resolver,
            @Nullable TlsGuard guard) {
        store = StoreFolder.open(folder);
        courier =
                new SmtpCourier(
                        settings,
                        new SmtpCourier.Parts(
                                store,
                                resolver,
                                TestTls.client(),
                                events,
                                () -> NOW,
                                delivery,
                                guard));
    }

    static OutboundSettings settings(int port, OutboundSettings.@Nullable Relay relay) {
        return new OutboundSettings(
                DomainName.of("mx.here.example"),
                port,
                relay,
                Duration.ofSeconds(10),
                Duration.ofSeconds(20));
    }

    /** Results by address. */
    record Results(Map<String, AttemptResult> byAddress) {
        AttemptResult of(String address) {
            return Objects.requireNonNull(byAddress.get(address), address);
        }

        Collection<AttemptResult> all() {
            return byAddress.values();
        }
    }

    /** One attempt for a message of {@code b@here.example}; results by address. */
    Results send(String... to) {
        return send(TEXT, Envelope.Options.NONE, List.of(to).stream().map(this::plain).toList());
    }

    Recipient plain(String address) {
        return Recipient.of(MailAddress.of(address));
    }

    Results send(String text, Envelope.Options options, List<Recipient> recipients) {
        Envelope envelope = new Envelope(ReversePath.of("b@here.example"), recipients, options);
        store.queue().add(new Queue.NewMessage(blob(text), envelope, NOW));
        Map<String, AttemptResult> byAddress = new LinkedHashMap<>();
        for (Queue.Lease lease :
                store.queue().lease("test", 100, Set.of(), NOW, Duration.ofHours(1))) {
            Map<Integer, AttemptResult> made = courier.deliver(lease);
            List<Queue.Settlement> done = new ArrayList<>();
            for (Queue.Entry entry : lease.message().entries()) {
                AttemptResult result = Objects.requireNonNull(made.get(entry.number()));
                byAddress.put(entry.recipient().address().toString(), result);
                done.add(new Queue.Settlement.Delivered(entry.number(), result.text()));
            }
            store.queue().settle(lease, done, List.of());
        }
        return new Results(byAddress);
    }

    private BlobRef blob(String text) {
        try (Blobs.Writer writer = store.blobs().create()) {
            writer.write(text.getBytes(StandardCharsets.UTF_8));
            return writer.commit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        courier.close();
        store.close();
    }
}
