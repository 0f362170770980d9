package org.hikyaku.app.server;

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
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.CertificateSettings;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.Lineage;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;
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
        Map<String, List<String>> keys = keys();
        found.put("keys", keys);
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
