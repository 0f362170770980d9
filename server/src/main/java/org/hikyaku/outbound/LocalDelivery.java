package org.hikyaku.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.name.MailAddress;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.store.Accounts.Route;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;

/**
 * Messages of our own for our own: into the mailbox, without a wire. The bytes are made durable
 * here; the settlement of the attempt files them.
 */
final class LocalDelivery {

    private LocalDelivery() {}

    static Map<Integer, AttemptResult> deliver(
            Store store, Queue.Message message, DeliverySettings settings, Instant now) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        Map<Integer, List<Mailboxes.Target>> targets = new LinkedHashMap<>();
        String mailbox = mailbox(store, message, settings.junkField());
        Set<Mailboxes.Target> seen = new HashSet<>();
        for (Queue.Entry entry : message.entries()) {
            switch (store.accounts().route(entry.recipient().address())) {
                // Two addresses of one account make one message there.
                case Route.Deliver(List<MailAddress> accounts) ->
                        targets.put(
                                entry.number(),
                                accounts.stream()
                                        .map(a -> new Mailboxes.Target(a, mailbox))
                                        .filter(seen::add)
                                        .toList());
                case Route.Unknown _ ->
                        results.put(
                                entry.number(),
                                new AttemptResult.Refused(
                                        "",
                                        EnhancedCode.of("5.1.1"),
                                        "there is no mailbox "
                                                + entry.recipient().address()
                                                + " here"));
                case Route.NotLocal _ ->
                        results.put(
                                entry.number(),
                                new AttemptResult.Deferred(
                                        "",
                                        EnhancedCode.of("4.3.5"),
                                        "the domain was just taken out of this server"));
            }
        }
        if (!targets.isEmpty()) {
            results.putAll(file(store, message, targets, now));
        }
        return results;
    }

    /**
     * The first line of a message in the queue is always one of ours: where it is the field for
     * junk, port 25 has put it there on its way to several places.
     */
    private static String mailbox(Store store, Queue.Message message, String junkField) {
        byte[] field = (junkField + "\r\n").getBytes(StandardCharsets.UTF_8);
        try (InputStream in = store.blobs().open(message.blob())) {
            return !junkField.isEmpty() && Arrays.equals(in.readNBytes(field.length), field)
                    ? Mailboxes.JUNK
                    : Mailboxes.INBOX;
        } catch (IOException _) {
            return Mailboxes.INBOX; // it cannot be filed either, and that is told
        }
    }

    private static Map<Integer, AttemptResult> file(
            Store store,
            Queue.Message message,
            Map<Integer, List<Mailboxes.Target>> targets,
            Instant now) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        try (InputStream in = store.blobs().open(message.blob());
                Blobs.Writer out = store.blobs().create()) {
            // RFC 5321 section 4.4: the final delivery adds Return-Path.
            out.prepend(
                    ("Return-Path: " + message.from() + "\r\n").getBytes(StandardCharsets.UTF_8));
            in.transferTo(out);
            BlobRef blob = out.commit();
            targets.forEach(
                    (number, list) ->
                            results.put(
                                    number,
                                    list.isEmpty()
                                            ? new AttemptResult.Delivered(
                                                    "",
                                                    "filed for another of its recipients",
                                                    false)
                                            : new AttemptResult.Filed(
                                                    Mailboxes.Delivery.ofOurOwn(
                                                            blob, list, message.from(), now),
                                                    "filed in " + list.getFirst().mailbox())));
        } catch (IOException e) {
            AttemptResult failed =
                    new AttemptResult.Deferred(
                            "",
                            EnhancedCode.of("4.3.0"),
                            "the message cannot be filed: " + e.getMessage());
            targets.keySet().forEach(number -> results.put(number, failed));
        }
        return results;
    }
}
