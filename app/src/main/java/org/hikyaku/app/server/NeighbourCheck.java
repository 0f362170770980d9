package org.hikyaku.app.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.deliver.DeliverySettings.Place;
import org.hikyaku.dovecot.DovecotAuth;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.net.Wire;
import org.hikyaku.wire.Printable;

/** Whether the programs that the settings name answer. */
final class NeighbourCheck {

    private static final Duration TIME = Duration.ofSeconds(5);
    private static final int MAX_TEXT_CHARS = 200;

    private NeighbourCheck() {}

    /** What is wrong with them, in the language of {@code texts}. */
    static List<String> problems(Settings.Neighbours neighbours, Texts texts) {
        List<String> problems = new ArrayList<>();
        for (StreamAddress lmtp : targets(neighbours.delivery())) {
            try {
                reach(lmtp);
            } catch (IOException e) {
                problems.add(texts.text("config.lmtp", lmtp, shown(e)));
            }
        }
        Settings.Dovecot dovecot = neighbours.logins();
        if (dovecot != null) {
            try (DovecotAuth auth = DovecotAuth.connect(dovecot.where())) {
                if (auth.mechanisms().isEmpty()) {
                    problems.add(texts.text("config.dovecot-none", dovecot.where()));
                }
            } catch (IOException e) {
                problems.add(texts.text("config.dovecot", dovecot.where(), shown(e)));
            }
        }
        if (neighbours.watch() instanceof Settings.Watch.File(var log) && !Files.isReadable(log)) {
            problems.add(texts.text("config.watch", log));
        }
        return problems;
    }

    private static Set<StreamAddress> targets(DeliverySettings delivery) {
        Set<StreamAddress> targets = new LinkedHashSet<>();
        List<Place> places = new ArrayList<>(List.of(delivery.common()));
        places.addAll(delivery.domains().values());
        for (Place place : places) {
            if (place instanceof Place.Lmtp(StreamAddress target)) {
                targets.add(target);
            }
        }
        return targets;
    }

    private static void reach(StreamAddress where) throws IOException {
        for (SocketAddress address : where.addresses()) {
            Wire.connect(address, TIME).close();
        }
    }

    private static String shown(IOException e) {
        String text = e.getMessage();
        return Printable.of(text == null ? e.getClass().getSimpleName() : text, MAX_TEXT_CHARS);
    }
}
