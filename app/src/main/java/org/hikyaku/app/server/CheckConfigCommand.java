package org.hikyaku.app.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.CertificateSettings;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.Lineage;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.SocketFile;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.zones.PublisherSettings;
import org.hikyaku.zones.Publishers;
import org.hikyaku.zones.ZonePublishers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells whether the settings, the certificate and the keys can be used. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description =
                "Tells whether settings, certificate and keys can be used; ends with 1 where mail would suffer.",
        footer = {"", "Example: hikyaku check-config --dir /var/lib/hikyaku"})
public final class CheckConfigCommand implements Callable<Integer> {

    private static final int PROBLEM = 1;

    /** Renewal by hand needs a week; programs renew a month before. */
    private static final Duration ENDS_SOON = Duration.ofDays(7);

    @Mixin private CommonOptions common = new CommonOptions();

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** For picocli. */
    public CheckConfigCommand() {}

    @Override
    public Integer call() {
        Settings settings = common.settings();
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("hostname", settings.hostname().ascii());
        certificate(settings, found);
        milter(settings.milter(), found);
        problems.addAll(NeighbourCheck.problems(settings.neighbours(), common.texts()));
        Map<String, List<String>> keys = keys();
        found.put("keys", keys);
        publishers(settings.dns().publishers(), keys.keySet());
        found.put("problems", problems);
        found.put("notes", notes);
        found.put("status", problems.isEmpty() ? "ok" : "problem");
        Output out = common.output();
        Texts texts = common.texts();
        out.json(found);
        if (problems.isEmpty()) {
            out.line(texts.text("config.ok", common.settingsFile(), settings.hostname()));
        }
        keys.forEach(
                (domain, list) -> {
                    if (!list.isEmpty()) {
                        out.line(texts.text("config.domain", domain, String.join(", ", list)));
                    }
                });
        problems.forEach(p -> out.line(texts.text("config.problem", p)));
        notes.forEach(n -> out.line(texts.text("config.note", n)));
        return problems.isEmpty() ? 0 : PROBLEM;
    }

    /** What a milter would stumble over when it starts. */
    private void milter(Settings.Milter milter, Map<String, Object> found) {
        found.put("milter", milter.listen().stream().map(Object::toString).toList());
        for (MilterSocket socket : milter.listen()) {
            if (socket instanceof MilterSocket.Unix(String path)) {
                Path folder = Path.of(path).getParent();
                if (folder == null || !Files.isDirectory(folder)) {
                    problems.add(
                            common.texts().text("milter.socket-folder", String.valueOf(folder)));
                }
                String group = milter.socketGroup();
                if (group != null && !SocketFile.isGroup(group)) {
                    problems.add(common.texts().text("milter.socket-group", path));
                }
            }
        }
    }

    private void certificate(Settings settings, Map<String, Object> found) {
        Settings.Tls tls = settings.tls();
        List<CertificatePlan> plans = settings.certificates().plans();
        if (!plans.isEmpty()) {
            found.put("ordered", plans.stream().map(CertificatePlan::name).toList());
        }
        if (tls == null && !plans.isEmpty()) {
            ordered(settings, plans);
            return;
        }
        if (tls == null) {
            notes.add(common.texts().text("config.self-signed"));
            return;
        }
        try {
            TlsKey key = TlsKey.ofPem(tls.certificate(), tls.key());
            found.put("certificate", String.join(", ", key.names()));
            if (!covers(key, settings.hostname())) {
                problems.add(
                        common.texts()
                                .text(
                                        "config.certificate-name",
                                        tls.certificate(),
                                        String.join(", ", key.names()),
                                        settings.hostname()));
            }
            requireCurrent(tls.certificate(), key.chain().getFirst());
        } catch (TlsKeyException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void ordered(Settings settings, List<CertificatePlan> plans) {
        CertificateSettings wanted = settings.certificates();
        boolean covered = false;
        for (CertificatePlan plan : plans) {
            Lineage lineage =
                    new Lineage(wanted.folder(common.dir()), plan.name(), wanted.access());
            covered |= plan.texts().contains(settings.hostname().ascii());
            covered |= plan.texts().contains("*." + settings.hostname().parent().ascii());
            try {
                Optional<TlsKey> key = lineage.current();
                if (key.isPresent()) {
                    Path file = lineage.fullchain();
                    requireCurrent(file, key.get().chain().getFirst());
                } else {
                    notes.add(common.texts().text("config.not-issued", plan.name()));
                }
            } catch (TlsKeyException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!covered) {
            problems.add(common.texts().text("config.not-ordered", settings.hostname()));
        }
    }

    /** RFC 6125 section 6.4.3: a star stands for the whole leftmost label. */
    private static boolean covers(TlsKey key, DomainName host) {
        return key.names().contains(host.ascii())
                || key.names().contains("*." + host.parent().ascii());
    }

    private void requireCurrent(Path file, X509Certificate certificate) {
        Instant now = Clock.systemUTC().instant();
        Instant end = certificate.getNotAfter().toInstant();
        String day = end.toString().substring(0, 10);
        if (end.isBefore(now)) {
            problems.add(common.texts().text("config.certificate-old", file, day));
        } else if (end.isBefore(now.plus(ENDS_SOON))) {
            notes.add(common.texts().text("config.certificate-ends", file, day));
        }
    }

    /** Mail goes on without them; records do not. */
    private void publishers(ZonePublishers all, Set<String> domains) {
        List<DomainName> usual =
                domains.stream()
                        .map(DomainName::of)
                        .filter(domain -> !all.zones().containsKey(domain))
                        .toList();
        List<String> found = new ArrayList<>();
        if (!usual.isEmpty()) {
            // A domain may lie in a zone of another name: only files for any zone are looked at.
            boolean each = all.usual() instanceof PublisherSettings.ZoneFile;
            found.addAll(Publishers.problems(all.usual(), each ? List.of() : usual));
        }
        all.zones().forEach((zone, way) -> found.addAll(Publishers.problems(way, List.of(zone))));
        found.forEach(problem -> notes.add(common.texts().text("config.publisher", problem)));
    }

    private Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        try (EmbeddedStore store = common.store()) {
            for (LocalDomain domain : store.domains().list()) {
                List<String> signing =
                        store.keys().signing(domain.name()).stream().map(Object::toString).toList();
                keys.put(domain.name().ascii(), signing);
                if (signing.isEmpty()) {
                    problems.add(common.texts().text("config.no-keys", domain.name().ascii()));
                }
            }
        }
        if (keys.isEmpty()) {
            problems.add(common.texts().text("config.no-domain"));
        }
        return keys;
    }
}
