package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A name server on an address of its own, port 53: a loopback address, or one within a host. */
final class DnsPeer implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private final String address;
    private final Path folder;
    private final List<String> command;
    private final boolean interfaced;
    private final List<String> prefix;
    private Process process;

    private DnsPeer(
            String address,
            Path folder,
            List<String> command,
            boolean interfaced,
            List<String> prefix) {
        this.address = address;
        this.folder = folder;
        this.command = command;
        this.interfaced = interfaced;
        this.prefix = prefix;
    }

    private DnsPeer(String address, Path folder, List<String> command) {
        this(address, folder, command, false, List.of());
    }

    /** The same server in a network namespace. */
    DnsPeer within(Host host) {
        return new DnsPeer(
                address,
                folder,
                command,
                interfaced,
                List.of("ip", "netns", "exec", host.namespace()));
    }

    private String[] placed(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all.toArray(String[]::new);
    }

    private void atInterface(String action) {
        // BIND listens only at addresses that an interface has.
        if (interfaced) {
            Commands.attempt(
                    LIMIT, "", placed(List.of("ip", "addr", action, address + "/32", "dev", "lo")));
        }
    }

    /** Of the server while it runs. */
    long pid() {
        return process.pid();
    }

    /** An address that no other test run uses. */
    static String address(int last) {
        long pid = ProcessHandle.current().pid();
        return "127." + (64 + pid / 250 % 128) + "." + (1 + pid % 250) + "." + last;
    }

    String address() {
        return address;
    }

    Path folder() {
        return folder;
    }

    /** BIND with rndc. {@code zones} are zone clauses, and keys that they need. */
    static DnsPeer bind(Path folder, String address, String zones) {
        write(
                folder.resolve("rndc.key"),
                "key \"rndc\" { algorithm hmac-sha256; secret \"bm90IGEgc2VjcmV0\"; };\n");
        write(
                folder.resolve("rndc.conf"),
                """
                include "%1$s/rndc.key";
                options { default-server %2$s; default-port 953; default-key "rndc"; };
                """
                        .formatted(folder, address));
        write(
                folder.resolve("named.conf"),
                """
                include "%1$s/rndc.key";
                options {
                  directory "%1$s"; listen-on { %2$s; }; listen-on-v6 { none; };
                  query-source address %2$s; transfer-source %2$s; notify-source %2$s;
                  recursion no; allow-query { any; }; notify explicit; notify-delay 0;
                  min-refresh-time 1; min-retry-time 1;
                  pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key";
                  dnssec-validation no;
                };
                controls { inet %2$s port 953 allow { any; } keys { "rndc"; }; };
                %3$s
                """
                        .formatted(folder, address, zones));
        return new DnsPeer(
                address,
                folder,
                List.of("named", "-g", "-c", folder.resolve("named.conf").toString()),
                true,
                List.of());
    }

    /** The reload command of {@link #bind}. */
    static List<String> reload(Path folder) {
        return List.of("rndc", "-c", folder.resolve("rndc.conf").toString(), "reload", "{zone}");
    }

    /** Knot. {@code more} are sections of its configuration. */
    static DnsPeer knot(Path folder, String address, String more) {
        write(folder.resolve("db/README"), "Knot makes no folder\n");
        write(
                folder.resolve("knot.conf"),
                """
                server:
                    rundir: "%1$s"
                    listen: %2$s@53
                    user: root:root
                database:
                    storage: "%1$s/db"
                log:
                  - target: stderr
                    any: debug
                %3$s
                """
                        .formatted(folder, address, more));
        return new DnsPeer(
                address, folder, List.of("knotd", "-c", folder.resolve("knot.conf").toString()));
    }

    /** PowerDNS with SQLite, its API at port 8081 of the address. */
    static DnsPeer powerDns(Path folder, String address, String apiKey) {
        Path database = folder.resolve("pdns.sqlite3");
        write(
                folder.resolve("pdns.conf"),
                """
                launch=gsqlite3
                gsqlite3-database=%3$s
                socket-dir=%1$s
                local-address=%2$s
                local-port=53
                query-local-address=%2$s
                daemon=no
                guardian=no
                setuid=0
                setgid=0
                dnsupdate=yes
                allow-dnsupdate-from=127.0.0.0/8
                webserver=yes
                webserver-address=%2$s
                webserver-port=8081
                webserver-allow-from=127.0.0.0/8
                api=yes
                api-key=%4$s
                primary=yes
                cache-ttl=0
                query-cache-ttl=0
                negquery-cache-ttl=0
                zone-cache-refresh-interval=0
                """
                        .formatted(folder, address, database, apiKey));
        Commands.run(
                "sqlite3",
                database.toString(),
                ".read /usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
        return new DnsPeer(address, folder, List.of("pdns_server", "--config-dir=" + folder));
    }

    /** pdnsutil with the configuration of {@link #powerDns}. */
    void pdnsutil(String... arguments) {
        List<String> all = new ArrayList<>(List.of("pdnsutil", "--config-dir=" + folder));
        all.addAll(List.of(arguments));
        Commands.run(all.toArray(String[]::new));
    }

    /** unbound; {@code stubs} are its stub-zone clauses. */
    static DnsPeer unbound(Path folder, String address, String stubs) {
        write(
                folder.resolve("unbound.conf"),
                """
                server:
                  interface: %2$s
                  outgoing-interface: %2$s
                  access-control: 0.0.0.0/0 allow
                  do-not-query-localhost: no
                  chroot: ""
                  username: ""
                  directory: "%1$s"
                  pidfile: "%1$s/unbound.pid"
                  use-syslog: no
                  do-daemonize: no
                  module-config: "iterator"
                remote-control:
                  control-enable: no
                %3$s
                """
                        .formatted(folder, address, stubs));
        return new DnsPeer(
                address,
                folder,
                List.of("unbound", "-d", "-c", folder.resolve("unbound.conf").toString()));
    }

    /** Starts it and waits until it answers for {@code zone}. */
    DnsPeer start(String zone) {
        atInterface("add");
        try {
            process =
                    new ProcessBuilder(placed(command))
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("log").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Commands.await(
                () -> command.getFirst() + " answers for " + zone + "; it says:\n" + log(),
                LIMIT,
                () -> dig(zone, "SOA").matches("\\S+\\. \\S+\\. \\d+ .*\n"));
        return this;
    }

    /** What it answers, short. */
    String dig(String name, String type) {
        return Commands.attempt(
                        LIMIT,
                        "",
                        placed(
                                List.of(
                                        "dig",
                                        "+short",
                                        "+time=1",
                                        "+tries=1",
                                        "+tcp",
                                        "@" + address,
                                        name,
                                        type)))
                .output();
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    @Override
    public void close() {
        stop();
        atInterface("del");
    }
}
