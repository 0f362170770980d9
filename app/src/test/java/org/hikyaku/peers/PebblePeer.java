package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hikyaku.app.server.Certificates;
import org.hikyaku.certs.Authority;
import org.hikyaku.name.DomainName;

/** Let's Encrypt's test authority on loopback, and a DNS in which every name is 127.0.0.1. */
final class PebblePeer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Process> running = new ArrayList<>();
    final int httpPort = freePort();
    final int tlsPort = freePort();
    private final int port = freePort();
    private final int management = freePort();
    private final int dnsPort = freePort();
    private final Path bundle;

    PebblePeer(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
        this.bundle = folder.resolve("ca.pem");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a DNS of its own. */
    PebblePeer start() {
        run(
                "dns",
                "pebble-challtestsrv",
                "-defaultIPv4",
                "127.0.0.1",
                "-defaultIPv6",
                "",
                "-dns01",
                "127.0.0.1:" + dnsPort,
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-management",
                "127.0.0.1:" + freePort());
        return start("127.0.0.1:" + dnsPort, 7_776_000);
    }

    /** With the name server {@code dns}, issuing for so many seconds. */
    PebblePeer start(String dns, long validSeconds) {
        Certificates.Issued ca = Certificates.authority("Pebble", Clock.systemUTC().instant());
        Certificates.Issued own =
                Certificates.issue(
                        ca, DomainName.of("pebble.example"), Clock.systemUTC().instant());
        DnsPeer.write(bundle, ca.certificatePem());
        DnsPeer.write(folder.resolve("own.pem"), own.certificatePem());
        DnsPeer.write(folder.resolve("own.key"), own.keyPem());
        DnsPeer.write(
                folder.resolve("pebble.json"),
                """
                {"pebble": {
                  "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "%s/own.pem", "privateKey": "%s/own.key",
                  "httpPort": %d, "tlsPort": %d, "certificateValidityPeriod": %d,
                  "externalAccountBindingRequired": %s,
                  "externalAccountMACKeys": {
                    "kid-1": "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"
                  }
                }}
                """
                        .formatted(
                                port,
                                management,
                                folder,
                                folder,
                                httpPort,
                                tlsPort,
                                validSeconds,
                                environment.containsKey("EAB")));
        run("pebble", "pebble", "-config", folder + "/pebble.json", "-dnsserver", dns);
        Commands.await(this::log, LIMIT, () -> log().contains("ACME directory available"));
        return this;
    }

    private void run(String name, String... command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve(name + ".log").toFile());
            builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
            builder.environment().put("PEBBLE_AUTHZREUSE", "0");
            builder.environment().putIfAbsent("PEBBLE_WFE_NONCEREJECT", "5");
            builder.environment().putAll(environment);
            running.add(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(folder.resolve("pebble.log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path bundle() {
        return bundle;
    }

    URI directory() {
        return URI.create("https://127.0.0.1:" + port + "/dir");
    }

    Authority authority() {
        return new Authority("pebble", directory(), null, bundle);
    }

    @Override
    public void close() {
        for (Process one : running) {
            one.destroy();
            try {
                if (!one.waitFor(5, TimeUnit.SECONDS)) {
                    one.destroyForcibly();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
