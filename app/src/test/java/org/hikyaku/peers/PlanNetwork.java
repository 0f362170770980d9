package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hikyaku.store.embedded.EmbeddedStore;

/**
 * A host of its own with the how-to's zone at BIND, primary and secondary, and a data folder whose
 * domain lies in that zone.
 */
final class PlanNetwork implements AutoCloseable {

    static final String PRIMARY = "192.0.2.53";
    static final String SECONDARY = "198.51.100.53";
    private static final String RESOLVER = "192.0.2.55";

    private static final String SECRET = "c2VjcmV0IG9mIHRoZSBwbGFuIHRlc3QhIQ==";

    /** As people write it: one file, comments, the first key's selector named like the domain. */
    private static final String ZONE =
            """
            $ttl 60
            plan.example.	IN	SOA	ns.plan.example.	info.plan.example. (
            		1347519085			; シリアル番号
            		10800				; リフレッシュ間隔
            		3600				; リトライ間隔
            		604800				; ゾーンの有効期
            		60 )				; ネガティブキャッシュ有効期間
            plan.example.	IN	NS	ns.plan.example.		; このゾーンのプライマリマスタ
            plan.example.	IN	NS	ns2.plan.example.	; セカンダリマスタ
            ns.plan.example.	IN	A	%s
            ns2.plan.example.	IN	A	%s
            plan.example.	IN	MX	10 mail.plan.example.	; メール用
            mail.plan.example.	IN	A	192.0.2.25
            plan.example.	IN	TXT	"google-site-verification=abc"	; メールの認証
            plan.example.	IN	TXT	"v=spf1 +ip4:192.0.2.25 ?all"	; SPFレコード
            _adsp._domainkey.plan.example.	IN	TXT	"dkim=unknown"
            _dmarc.plan.example.	IN	TXT	"v=DMARC1; p=quarantine; pct=100; rua=mailto:info@plan.example"
            """;

    private final Path folder;
    private final Host host;
    private final DnsPeer primary;
    private final DnsPeer secondary;
    private final DnsPeer resolver;
    private final boolean dynamic;

    private PlanNetwork(Path folder, boolean dynamic, String address) {
        this.folder = folder;
        this.dynamic = dynamic;
        this.host = new Host("hk-p-" + Long.toString(ProcessHandle.current().pid(), 36));
        DnsPeer.write(file(), ZONE.formatted(PRIMARY, SECONDARY));
        this.primary = primaryAt(address);
        this.secondary =
                DnsPeer.bind(
                                folder.resolve("secondary"),
                                SECONDARY,
                                "zone \"plan.example\" { type secondary; file \"plan.copy\"; primaries { %s; }; };"
                                        .formatted(address))
                        .within(host);
        this.resolver =
                DnsPeer.unbound(
                                folder.resolve("resolver"),
                                RESOLVER,
                                """
                                server:
                                  local-zone: "." refuse
                                  local-zone: "plan.example" transparent
                                stub-zone:
                                  name: "plan.example"
                                  stub-addr: %s
                                  stub-addr: %s
                                """
                                        .formatted(PRIMARY, SECONDARY))
                        .within(host);
    }

    /**
     * The host and its data folder; no server runs yet.
     *
     * @param dynamic whether the zone takes updates; else it is a file
     * @param address of the primary
     */
    static PlanNetwork up(Path folder, boolean dynamic, String address) {
        PlanNetwork network = new PlanNetwork(folder, dynamic, address);
        try {
            network.host.up(RESOLVER, "");
            network.host.run("ip", "addr", "add", RESOLVER + "/32", "dev", "lo");
            network.data();
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /** Both servers run. */
    static PlanNetwork running(Path folder, boolean dynamic) {
        PlanNetwork network = up(folder, dynamic, PRIMARY);
        try {
            network.primary.start("plan.example");
            network.secondary.start("plan.example");
            network.resolver.start("plan.example");
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /** A primary over the same files at another address. */
    DnsPeer primaryAt(String address) {
        return DnsPeer.bind(
                        folder.resolve("primary"),
                        address,
                        """
                        key "hikyaku" { algorithm hmac-sha256; secret "%s"; };
                        zone "plan.example" { type primary; file "%s"; also-notify { %s; };
                          allow-transfer { any; }; %s };
                        """
                                .formatted(
                                        SECRET,
                                        file(),
                                        SECONDARY,
                                        dynamic
                                                ? "update-policy { grant hikyaku zonesub ANY; };"
                                                : ""))
                .within(host);
    }

    Host host() {
        return host;
    }

    DnsPeer primary() {
        return primary;
    }

    DnsPeer resolver() {
        return resolver;
    }

    DnsPeer secondary() {
        return secondary;
    }

    /** The zone file. */
    Path file() {
        return folder.resolve("primary/plan.zone");
    }

    private Path program() {
        return folder.resolve("reload");
    }

    /** What is run to make BIND load the zone. */
    void reload(String script) {
        Path program = DnsPeer.write(program(), "#!/bin/sh\n" + script + "\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IllegalStateException(program + " cannot be made a program");
        }
    }

    /** The usual way to make it do so. */
    String rndc() {
        return DnsPeer.reload(folder.resolve("primary")).stream()
                .map(word -> word.replace("{zone}", "plan.example"))
                .collect(Collectors.joining(" "));
    }

    private void data() {
        Path data = folder.resolve("data");
        publisher(
                dynamic
                        ? "kind = \"update\"\nserver = \"%s\"\nkey-file = \"tsig.key\""
                                .formatted(PRIMARY)
                        : "kind = \"zone-file\"\nfile = \"%s\"\nreload = [\"%s\"]"
                                .formatted(file(), program()));
        try {
            Path key =
                    DnsPeer.write(data.resolve("tsig.key"), "hmac-sha256:hikyaku:" + SECRET + "\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EmbeddedStore.open(data).close();
        reload("exec " + rndc());
        Commands.Result added = program("domain", "add", "plan.example");
        if (added.status() != 0) {
            throw new IllegalStateException(added.output());
        }
    }

    /** How the zone is published: the lines of that table. */
    void publisher(String lines) {
        Path data = folder.resolve("data");
        DnsPeer.write(
                data.resolve("hikyaku.toml"),
                """
                hostname = "mail.plan.example"
                [dns.publisher]
                %s
                [publish]
                spf-all = "fail"
                adsp = "unknown"
                """
                        .formatted(lines));
    }

    /** {@code hikyaku dns} of the domain, in the host. */
    Commands.Result dns(String... words) {
        List<String> all = new ArrayList<>(List.of("dns"));
        all.addAll(List.of(words));
        all.add("plan.example");
        return program(all.toArray(String[]::new));
    }

    private Commands.Result program(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.hikyaku.app.Main"));
        command.addAll(List.of(words));
        command.addAll(List.of("--lang=en", "--dir=" + folder.resolve("data")));
        return host.attempt(command.toArray(String[]::new));
    }

    @Override
    public void close() {
        resolver.close();
        secondary.close();
        primary.close();
        host.close();
    }
}
