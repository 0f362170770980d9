package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.peers.PublishingPeer.Kind;
import org.hikyaku.zones.PublishException;
import org.hikyaku.zones.PublishException.Reason;
import org.hikyaku.zones.Published;
import org.hikyaku.zones.Publisher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Dynamic updates at BIND, Knot and PowerDNS, and the API of PowerDNS. */
@Tag("peer")
final class PublishersPeerTest {

    private static final String SHA256 = "hmac-sha256";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "BIND, hmac-sha256",
        "BIND, hmac-sha512",
        "BIND_FILE, ''",
        "KNOT, hmac-sha256",
        "KNOT, hmac-sha512",
        "POWERDNS, hmac-sha256",
        "POWERDNS, hmac-sha512",
        "POWERDNS_API, hmac-sha256"
    })
    void changesArriveAndAgainCountAsThere(Kind kind, String algorithm) throws PublishException {
        try (PublishingPeer peer = PublishingPeer.of(kind, folder, algorithm)) {
            Publisher publisher = peer.publisher(algorithm);
            List<RecordChange> changes = PublishingPeer.changes();
            Published first = publisher.publish(PublishingPeer.ZONE, changes);
            assertThat(first.changed()).isEqualTo(4);
            assertThat(first.serial()).isPresent();
            assertThat(first.serial().getAsLong()).isGreaterThan(2026112401L);
            DnsPeer server = peer.server();
            await(server, "_25._tcp.mail.pub.example", "TLSA", "AB"); // BIND loads in its own time
            assertThat(server.dig("hk202611r._domainkey.pub.example", "TXT").replace("\" \"", ""))
                    .contains(
                            new DnsRecord.Txt(PublishingPeer.longKey())
                                    .text()
                                    .replace("\" \"", ""));
            assertThat(server.dig("pub.example", "TXT"))
                    .contains("v=spf1 mx ip4:192.0.2.25 -all", "google-site-verification=abc")
                    .doesNotContain("\"v=spf1 mx -all\"");
            assertThat(server.dig("pub.example", "CAA")).contains("0 issue \"ca.example\"");

            Published second = publisher.publish(PublishingPeer.ZONE, changes);
            assertThat(second.changed()).isZero();
            assertThat(second.present()).isEqualTo(4);
            assertThat(second.serial()).isEqualTo(first.serial());

            List<RecordChange> back =
                    new ArrayList<>(changes.reversed())
                            .stream().map(RecordChange::inverse).toList();
            assertThat(publisher.publish(PublishingPeer.ZONE, back).changed()).isEqualTo(4);
            await(server, "pub.example", "TXT", "\"v=spf1 mx -all\"");
            assertThat(server.dig("_25._tcp.mail.pub.example", "TLSA")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void belowAWildcardThereIsRoom(Kind kind) throws PublishException {
        try (PublishingPeer peer = PublishingPeer.of(kind, folder, SHA256)) {
            RecordChange wildcard =
                    new RecordChange.Add(PublishingPeer.txt("*.pub.example", "v=spf1 -all"));
            Publisher publisher = peer.publisher(SHA256);
            publisher.publish(PublishingPeer.ZONE, List.of(wildcard));
            await(peer.server(), "any.pub.example", "TXT", "v=spf1 -all");
            assertThat(publisher.publish(PublishingPeer.ZONE, add()).changed()).isEqualTo(1);
            await(peer.server(), "new.pub.example", "TXT", "\"x\"");
            assertThat(peer.server().dig("new.pub.example", "TXT")).doesNotContain("v=spf1");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWasToBeReplacedIsGone(Kind kind) {
        try (PublishingPeer peer = PublishingPeer.of(kind, folder, SHA256)) {
            RecordChange change =
                    new RecordChange.Replace(
                            PublishingPeer.txt("pub.example", "v=spf1 a -all"),
                            PublishingPeer.txt("pub.example", "v=spf1 -all"));
            PublishException e = failure(peer.publisher(SHA256), List.of(change));
            assertThat(e.reason()).isEqualTo(Reason.CONFLICT);
            assertThat(e.left()).containsExactly(change);
            assertThat(peer.server().dig("pub.example", "TXT")).contains("\"v=spf1 mx -all\"");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void besideAnAliasIsNoPlace(Kind kind) {
        try (PublishingPeer peer = PublishingPeer.of(kind, folder, SHA256)) {
            RecordChange change =
                    new RecordChange.Add(PublishingPeer.txt("alias.pub.example", "v=spf1 -all"));
            PublishException e = failure(peer.publisher(SHA256), List.of(change));
            assertThat(e.left()).containsExactly(change);
            assertThat(e.getMessage()).contains("alias.pub.example");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BIND", "KNOT", "POWERDNS"})
    void eachWrongKeyIsToldApart(Kind kind) {
        try (PublishingPeer peer = PublishingPeer.of(kind, folder, SHA256)) {
            InstantSource now = InstantSource.system();
            PublishException unknown =
                    failure(peer.update("nobody", SHA256, PublishingPeer.SECRET, now), add());
            PublishException wrong =
                    failure(
                            peer.update("hikyaku", SHA256, PublishingPeer.WRONG_SECRET, now),
                            add());
            PublishException late =
                    failure(
                            peer.update(
                                    "hikyaku",
                                    SHA256,
                                    PublishingPeer.SECRET,
                                    InstantSource.offset(now, Duration.ofHours(-2))),
                            add());
            PublishException barred =
                    failure(peer.update("other", SHA256, PublishingPeer.SECRET, now), add());
            for (PublishException e : List.of(unknown, wrong, late)) {
                assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS);
                assertThat(e.done()).isEmpty();
                assertThat(e.toString() + e.remedy())
                        .doesNotContain(PublishingPeer.SECRET, PublishingPeer.WRONG_SECRET);
            }
            boolean tells = kind != Kind.POWERDNS; // which says REFUSED to all three
            assertThat(unknown.getMessage()).contains(tells ? "BADKEY" : "REFUSED");
            assertThat(wrong.getMessage()).contains(tells ? "BADSIG" : "REFUSED");
            assertThat(late.getMessage()).contains(tells ? "BADTIME" : "REFUSED");
            // A key that may not: Knot does not know it for this zone.
            assertThat(barred.getMessage()).contains(kind == Kind.KNOT ? "BADKEY" : "REFUSED");
            assertThat(barred.done()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aServerThatIsDownIsContinuedWith(Kind kind) throws PublishException {
        try (PublishingPeer peer = PublishingPeer.of(kind, folder, SHA256)) {
            Publisher publisher = peer.publisher(SHA256);
            List<RecordChange> changes = PublishingPeer.changes();
            publisher.publish(PublishingPeer.ZONE, changes.subList(0, 2));
            peer.stop();
            PublishException e = failure(publisher, changes);
            assertThat(e.reason())
                    .isEqualTo(kind == Kind.BIND_FILE ? Reason.COMMAND : Reason.UNREACHABLE);
            assertThat(e.left()).isEqualTo(changes);
            peer.start();
            Published rest = publisher.publish(PublishingPeer.ZONE, e.left());
            assertThat(rest.present()).isEqualTo(2);
            assertThat(rest.changed()).isEqualTo(2);
        }
    }

    @Test
    void aZoneWithAJournalIsNotEditedAndTheUpdateIsOffered() throws Exception {
        try (PublishingPeer peer = PublishingPeer.of(Kind.BIND, folder, SHA256)) {
            peer.publisher(SHA256).publish(PublishingPeer.ZONE, add()); // makes the journal
            byte[] before = Files.readAllBytes(folder.resolve("pub.example"));
            PublishException e =
                    failure(peer.file(DnsPeer.reload(folder)), PublishingPeer.changes());
            assertThat(e.reason()).isEqualTo(Reason.DYNAMIC_ZONE);
            assertThat(e.remedy()).contains("\"update\"");
            assertThat(Files.readAllBytes(folder.resolve("pub.example"))).isEqualTo(before);
        }
    }

    @Test
    void whereTheServerDoesNotReloadTheRecordsArePutBack() throws Exception {
        try (PublishingPeer peer = PublishingPeer.of(Kind.BIND_FILE, folder, SHA256)) {
            PublishException e = failure(peer.file(List.of("false")), PublishingPeer.changes());
            assertThat(e.reason()).isEqualTo(Reason.COMMAND);
            assertThat(e.getMessage()).contains("false ended with status 1", "as they were");
            assertThat(Files.readString(folder.resolve("pub.example")))
                    .contains("\"v=spf1 mx -all\"")
                    .doesNotContain("_domainkey");
        }
    }

    @ParameterizedTest
    @CsvSource({"wrong", "''"})
    void aWrongApiKeyIsToldWithoutShowingIt(String key) {
        try (PublishingPeer peer = PublishingPeer.of(Kind.POWERDNS_API, folder, SHA256)) {
            PublishException e = failure(peer.api(key), add());
            assertThat(e.reason()).isEqualTo(Reason.CREDENTIALS);
            assertThat(e.remedy()).contains("api-key");
        }
    }

    private static void await(DnsPeer server, String name, String type, String text) {
        Commands.await(
                () -> name + " " + type + ": " + server.dig(name, type) + server.log(),
                DnsPeer.LIMIT,
                () -> server.dig(name, type).contains(text));
    }

    private static List<RecordChange> add() {
        return List.of(
                new RecordChange.Add(
                        OwnedRecord.of(DomainName.of("new.pub.example"), new DnsRecord.Txt("x"))));
    }

    private static PublishException failure(Publisher publisher, List<RecordChange> changes) {
        return catchThrowableOfType(
                PublishException.class, () -> publisher.publish(PublishingPeer.ZONE, changes));
    }
}
