package org.hikyaku.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.name.MailAddress;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.store.Accounts.Route;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;

/** Messages of our own for our own: into the mailbox, without a wire. */
final class LocalDelivery {

    private LocalDelivery() {}

    static Map<Integer, AttemptResult> deliver(Store store, Queue.Message message, Instant now) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        List<Mailboxes.Target> targets = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        for (Queue.Entry entry : message.entries()) {
            switch (store.accounts().route(entry.recipient().address())) {
                case Route.Deliver(List<MailAddress> accounts) -> {
                    accounts.forEach(a -> targets.add(new Mailboxes.Target(a, Mailboxes.INBOX)));
                    taken.add(entry.number());
                }
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
            AttemptResult result = file(store, message, targets.stream().distinct().toList(), now);
            taken.forEach(number -> results.put(number, result));
        }
        return results;
    }

    private static AttemptResult file(
            Store store, Queue.Message message, List<Mailboxes.Target> targets, Instant now) {
        try (InputStream in = store.blobs().open(message.blob());
                Blobs.Writer out = store.blobs().create()) {
            // RFC 5321 section 4.4: the final delivery adds Return-Path.
            out.prepend(
                    ("Return-Path: " + message.from() + "\r\n").getBytes(StandardCharsets.UTF_8));
            in.transferTo(out);
            List<Long> ids =
                    store.mailboxes()
                            .deliver(
                                    Mailboxes.Delivery.ofOurOwn(
                                            out.commit(), targets, message.from(), now));
            return new AttemptResult.Delivered("", "filed as " + ids.getFirst());
        } catch (IOException e) {
            return new AttemptResult.Deferred(
                    "", EnhancedCode.of("4.3.0"), "the message cannot be filed: " + e.getMessage());
        }
    }
}
