package org.hikyaku.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.settings.Settings;
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
        description = "Tells whether settings, certificate and keys can be used.",
        footer = {"", "Example: hikyaku check-config --dir /var/lib/hikyaku"})
public final class CheckConfigCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    /** For picocli. */
    public CheckConfigCommand() {}

    @Override
    public Integer call() {
        Settings settings = common.settings();
        Output out = common.output();
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("hostname", settings.hostname().ascii());
        if (settings.tls() != null) {
            try {
                TlsKey key = TlsKey.ofPem(settings.tls().certificate(), settings.tls().key());
                found.put("certificate", String.join(", ", key.names()));
                if (key.names().stream()
                        .noneMatch(n -> n.equalsIgnoreCase(settings.hostname().ascii()))) {
                    out.line("warning: the certificate is not for " + settings.hostname());
                }
            } catch (TlsKeyException e) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        try (EmbeddedStore store = common.store()) {
            for (LocalDomain domain : store.domains().list()) {
                keys.put(
                        domain.name().ascii(),
                        store.keys().signing(domain.name()).stream()
                                .map(Object::toString)
                                .toList());
            }
        }
        found.put("keys", keys);
        found.put("status", "ok");
        out.json(found);
        out.line(
                "ok: "
                        + common.dir().resolve("hikyaku.toml")
                        + " can be used; this host is "
                        + settings.hostname());
        keys.forEach((domain, list) -> out.line("  " + domain + " signs with " + list));
        return 0;
    }
}
