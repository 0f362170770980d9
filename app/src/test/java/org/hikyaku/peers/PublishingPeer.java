package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.Publisher;
import org.hikyaku.zones.PublisherSettings;
import org.hikyaku.zones.Publishers;

/** A name server that takes changes for {@code pub.example}, and the publisher for it. */
final class PublishingPeer implements AutoCloseable {

    static final DomainName ZONE = DomainName.of("pub.example");

    static final String ZONE_FILE =
            """
            $TTL 300
            $ORIGIN pub.example.
            @ IN SOA ns1 hostmaster 2026112401 3600 600 86400 60
            @ IN NS ns1
            ns1 IN A %1$s
            @ IN MX 10 mail
            mail IN A 192.0.2.25
            @ IN TXT "v=spf1 mx -all"
            @ IN TXT "google-site-verification=abc"
            alias IN CNAME mail
            """;

    /** 512 bits each; of no use anywhere else. */
    static final String SECRET = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHU=";

    static final String WRONG_SECRET =
            "enh5d3Z1dHNycXBvbm1sa2ppaGdmZWRjYmF6eXh3dnV0c3JxcG9ubWxramloZ2Y=";

    enum Kind {
        BIND,
        BIND_FILE,
        KNOT,
        POWERDNS,
        POWERDNS_API
    }

    private final Kind kind;
    private final DnsPeer server;
    private final Path folder;

    private PublishingPeer(Kind kind, DnsPeer server, Path folder) {
        this.kind = kind;
        this.server = server;
        this.folder = folder;
    }

    static PublishingPeer of(Kind kind, Path folder, String algorithm) {
        String address = DnsPeer.address(11);
        String zoneFile = ZONE_FILE.formatted(address);
        DnsPeer server =
                switch (kind) {
                    case BIND -> bind(folder, address, algorithm, zoneFile);
                    case BIND_FILE -> {
                        DnsPeer.write(folder.resolve("pub.example"), zoneFile);
                        yield DnsPeer.bind(
                                folder,
                                address,
                                "zone \"pub.example\" { type primary; file \"pub.example\"; };");
                    }
                    case KNOT -> knot(folder, address, algorithm, zoneFile);
                    case POWERDNS, POWERDNS_API -> powerDns(folder, address, algorithm, zoneFile);
                };
        PublishingPeer peer = new PublishingPeer(kind, server, folder);
        peer.start();
        return peer;
    }

    private static DnsPeer bind(Path folder, String address, String algorithm, String zoneFile) {
        DnsPeer.write(folder.resolve("pub.example"), zoneFile);
        return DnsPeer.bind(
                folder,
                address,
                """
                key "hikyaku" { algorithm %1$s; secret "%2$s"; };
                key "other" { algorithm %1$s; secret "%2$s"; };
                zone "pub.example" {
                  type primary; file "pub.example";
                  update-policy { grant hikyaku zonesub ANY; };
                };
                """
                        .formatted(algorithm, SECRET));
    }

    private static DnsPeer knot(Path folder, String address, String algorithm, String zoneFile) {
        DnsPeer.write(folder.resolve("pub.example.zone"), zoneFile);
        return DnsPeer.knot(
                folder,
                address,
                """
                key:
                  - id: hikyaku
                    algorithm: %2$s
                    secret: %3$s
                  - id: other
                    algorithm: %2$s
                    secret: %3$s
                acl:
                  - id: update
                    key: hikyaku
                    action: update
                zone:
                  - domain: pub.example
                    storage: "%1$s"
                    file: pub.example.zone
                    acl: update
                """
                        .formatted(folder, algorithm, SECRET));
    }

    private static DnsPeer powerDns(
            Path folder, String address, String algorithm, String zoneFile) {
        DnsPeer server = DnsPeer.powerDns(folder, address, "s3cret-api-key");
        Path file = DnsPeer.write(folder.resolve("pub.example"), zoneFile);
        server.pdnsutil("load-zone", "pub.example", file.toString());
        server.pdnsutil("import-tsig-key", "hikyaku", algorithm, SECRET);
        server.pdnsutil("import-tsig-key", "other", algorithm, SECRET);
        server.pdnsutil("set-meta", "pub.example", "TSIG-ALLOW-DNSUPDATE", "hikyaku");
        server.pdnsutil("set-meta", "pub.example", "SOA-EDIT-DNSUPDATE", "INCREASE");
        server.pdnsutil("set-meta", "pub.example", "SOA-EDIT-API", "INCREASE");
        return server;
    }

    void start() {
        server.start("pub.example");
    }

    void stop() {
        server.stop();
    }

    DnsPeer server() {
        return server;
    }

    /** The publisher with the right credentials. */
    Publisher publisher(String algorithm) {
        return switch (kind) {
            case POWERDNS_API -> api("s3cret-api-key");
            case BIND_FILE -> file(DnsPeer.reload(folder));
            case BIND, KNOT, POWERDNS ->
                    update("hikyaku", algorithm, SECRET, InstantSource.system());
        };
    }

    Publisher file(List<String> reload) {
        return publishers(InstantSource.system())
                .of(
                        new PublisherSettings.ZoneFile(
                                folder.resolve("{zone}").toString(),
                                reload,
                                null,
                                Duration.ofSeconds(10)));
    }

    Publisher api(String apiKey) {
        return publishers(InstantSource.system())
                .of(
                        new PublisherSettings.PowerDns(
                                URI.create("http://" + server.address() + ":8081"),
                                "localhost",
                                secretFile("api.key", apiKey + "\n"),
                                Duration.ofSeconds(10)));
    }

    Publisher update(String key, String algorithm, String secret, InstantSource clock) {
        return publishers(clock)
                .of(
                        new PublisherSettings.Update(
                                new InetSocketAddress(server.address(), 53),
                                secretFile(
                                        key + ".key",
                                        """
                                        key "%s" {
                                            algorithm %s;
                                            secret "%s";
                                        };
                                        """
                                                .formatted(key, algorithm, secret)),
                                Duration.ofSeconds(10)));
    }

    private static Publishers publishers(InstantSource clock) {
        return new Publishers(FakeResolver.of(), clock);
    }

    private Path secretFile(String name, String text) {
        Path file = DnsPeer.write(folder.resolve(name), text);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static OwnedRecord txt(String name, String value) {
        return OwnedRecord.of(DomainName.of(name), new DnsRecord.Txt(value));
    }

    /** An RSA key of 4096 bits: longer than a character string and than a datagram is wide. */
    static String longKey() {
        return "v=DKIM1; k=rsa; p=" + "MIICIjANBgkq\\\"hkiG".repeat(46) + "==";
    }

    /** An addition as a line of a zone file. */
    static String zoneLine(RecordChange change) {
        return change instanceof RecordChange.Add(var record)
                ? record.name() + ". IN " + record.data().type() + " " + record.data().text() + "\n"
                : "";
    }

    /** A second selector and a tighter SPF record, with a long key. */
    static List<RecordChange> changes() {
        List<RecordChange> changes = new ArrayList<>();
        changes.add(new RecordChange.Add(txt("hk202611r._domainkey.pub.example", longKey())));
        changes.add(
                new RecordChange.Replace(
                        txt("pub.example", "v=spf1 mx -all"),
                        txt("pub.example", "v=spf1 mx ip4:192.0.2.25 -all")));
        changes.add(
                new RecordChange.Add(
                        new OwnedRecord(
                                DomainName.of("pub.example"),
                                new DnsRecord.Caa(0, "issue", "ca.example"),
                                Duration.ofSeconds(120))));
        changes.add(
                new RecordChange.Add(
                        OwnedRecord.of(
                                DomainName.of("_25._tcp.mail.pub.example"),
                                new DnsRecord.Tlsa(3, 1, 1, "ab".repeat(32)))));
        return changes;
    }

    @Override
    public void close() {
        server.close();
    }
}
