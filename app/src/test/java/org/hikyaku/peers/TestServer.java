package org.hikyaku.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.app.settings.SettingsText;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.embedded.EmbeddedStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as its users run it: a process of its own on a data folder, {@code serve --dir}. */
final class TestServer {

    static final String ACCOUNT = "you@sender.example";
    private static final String PASSWORD = "correct horse battery";
    static final String HOSTNAME = "mail.sender.example";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern LISTENS =
            Pattern.compile("(?m)^(smtp|submission|submissions) listens on .*:([0-9]+)$");

    private final Path dir;
    private final Path log;
    private final List<String> prefix;
    private Process process;
    private String output = "";
    private String password = PASSWORD;

    /**
     * A server on {@code dir}, not yet started.
     *
     * @param prefix what its command line begins with, such as {@code ip netns exec NAME}
     */
    TestServer(Path dir, List<String> prefix) {
        this.dir = dir;
        this.log = dir.resolveSibling(dir.getFileName() + ".log");
        this.prefix = List.copyOf(prefix);
    }

    /** Makes the data folder: one account, both DKIM keys, settings with {@code changes} after. */
    void prepare(String settings) {
        MailAddress account = MailAddress.of(ACCOUNT);
        try (EmbeddedStore store = EmbeddedStore.open(dir)) {
            store.domains().add(new LocalDomain(account.domain(), null));
            store.accounts()
                    .add(new Account(account, new Passwords(new SecureRandom()).hash(PASSWORD)));
            addKey(store, account.domain(), "rsa1", "rsa", DkimKeys.generateRsa(2048));
            addKey(store, account.domain(), "ed1", "ed25519", DkimKeys.generateEd25519());
            String all = SettingsText.commented(DomainName.of(HOSTNAME));
            Files.writeString(dir.resolve("hikyaku.toml"), merged(all, settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addKey(
            EmbeddedStore store, DomainName domain, String selector, String kind, PrivateKey key) {
        store.keys().add(new StoredKey(domain, selector, kind, key.getEncoded()));
    }

    /** Puts each {@code table.key = value} line into its table of the commented settings. */
    private static String merged(String all, String settings) {
        String text = all;
        for (String line : settings.lines().filter(l -> !l.isBlank()).toList()) {
            String[] part = line.strip().split("\\.", 2);
            String header = "[" + part[0] + "]\n";
            text = text.replace(header, header + part[1] + "\n");
        }
        return text;
    }

    /**
     * Makes the data folder as a person would, with {@code quickstart}; the zone that it prints.
     */
    String quickstart(String settings, String address) {
        List<String> command =
                java(
                        List.of(),
                        "quickstart",
                        ACCOUNT,
                        "--dir",
                        dir.toString(),
                        "--hostname",
                        HOSTNAME,
                        "--address",
                        address,
                        "--offline",
                        "--json");
        Path said = dir.resolveSibling("quickstart.json");
        try {
            Process made =
                    new ProcessBuilder(command)
                            .redirectOutput(said.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
                throw new AssertionError("quickstart: " + Files.readString(said));
            }
            JsonNode data = new JsonMapper().readTree(Files.readString(said));
            password = data.required("password").stringValue();
            Path file = dir.resolve("hikyaku.toml");
            Files.writeString(file, merged(Files.readString(file), settings));
            return data.required("zoneFile").stringValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The password of the account. */
    String password() {
        return password;
    }

    static List<String> java(List<String> prefix, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.hikyaku.app.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    Path dir() {
        return dir;
    }

    /** Starts it; returns once all its services are listened to. */
    void start() {
        List<String> command = java(prefix, "serve", "--dir", dir.toString());
        try {
            output += Files.exists(log) ? Files.readString(log) : "";
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Commands.await(
                "the server listens: " + log,
                START_LIMIT,
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the server ended:\n" + said());
                    }
                    return port("submissions") > 0;
                });
    }

    /** Waits for its greeting where this process can reach it. */
    void awaitGreeting() {
        Commands.await("a greeting of 220", START_LIMIT, () -> greets(port("smtp")));
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            socket.setSoTimeout(5000);
            String line =
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.ISO_8859_1))
                            .readLine();
            return line != null && line.startsWith("220");
        } catch (IOException _) {
            return false;
        }
    }

    /** The port of {@code smtp}, {@code submission} or {@code submissions}; 0 where not known. */
    int port(String service) {
        Matcher m = LISTENS.matcher(said());
        int port = 0;
        while (m.find()) {
            port = m.group(1).equals(service) ? Integer.parseInt(m.group(2)) : port;
        }
        return port;
    }

    /** What the running process has written. */
    String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all its processes have written. */
    String saidEver() {
        return output + said();
    }

    /** {@code kill -9}; returns once it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** {@code kill -NAME}; returns at once. */
    void signal(String name) {
        Commands.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** Its exit status, once it has ended. */
    int exitStatus() {
        awaitEnd();
        return process.exitValue();
    }

    /** {@code kill -TERM}, as systemd does; returns once it is gone. */
    void stop() {
        if (process != null) {
            process.destroy();
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end within 60 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
