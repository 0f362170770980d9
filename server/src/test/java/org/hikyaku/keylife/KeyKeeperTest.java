package org.hikyaku.keylife;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordType;
import org.hikyaku.keylife.KeyLife.Need;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyKeeperTest {

    private static final DomainName DOMAIN = KeyWorld.DOMAIN;

    @TempDir Path folder;

    private KeyWorld world;

    @BeforeEach
    void world() {
        world = new KeyWorld(folder, "customer.example");
    }

    private String states() {
        return String.join(
                " ",
                world.keeper().advance(DOMAIN).stream()
                        .map(r -> r.key().selector() + ":" + r.stateWord())
                        .toList());
    }

    private List<String> signing() {
        return world.keys.signing(DOMAIN).stream().map(StoredKey::selector).toList();
    }

    private List<DnsRecord> published(String selector) {
        Place place = new Place(DOMAIN.withPrefix(selector).orElseThrow(), RecordType.TXT);
        return world.servers.get(0).getOrDefault(place, List.of());
    }

    @Test
    void aKeyLivesFromItsMakingToItsEnd() {
        world.keeper().rotate(DOMAIN, "ed25519", "old");
        assertThat(states()).isEqualTo("old:generated"); // and is published with it
        assertThat(published("old._domainkey")).hasSize(1);
        assertThat(states()).isEqualTo("old:published");
        assertThat(signing()).isEmpty();
        world.pass(Duration.ofSeconds(300));
        assertThat(states()).isEqualTo("old:signing");
        assertThat(signing()).containsExactly("old");

        world.pass(Duration.ofDays(100));
        world.keeper().rotate(DOMAIN, "ed25519", "new");
        assertThat(states()).isEqualTo("old:signing new:generated");
        assertThat(states()).isEqualTo("old:signing new:published");
        world.pass(Duration.ofSeconds(300));
        assertThat(states()).isEqualTo("old:retired new:signing");
        assertThat(signing()).containsExactly("new");

        world.pass(Duration.ofDays(5));
        assertThat(states()).isEqualTo("new:signing old:retired");
        assertThat(published("old._domainkey")).hasSize(1);
        world.pass(Duration.ofHours(1));
        assertThat(states()).isEqualTo("new:signing old:retired"); // and its record is taken away
        assertThat(published("old._domainkey")).isEmpty();
        assertThat(states()).isEqualTo("new:signing old:removed");
        assertThat(states()).isEqualTo("new:signing");
        assertThat(world.keys.idle(DOMAIN)).isEmpty();
    }

    @Test
    void withoutAnyApiItIsThePersonsRecordThatIsSeen() {
        world.byHand = true;
        world.keeper().rotate(DOMAIN, "rsa", "s1");
        KeyReport report = world.keeper().advance(DOMAIN).getFirst();
        assertThat(report.need()).isEqualTo(Need.PUBLISH);
        assertThat(report.instructions()).isEqualTo("+ by hand");
        world.pass(Duration.ofDays(3));
        assertThat(states()).isEqualTo("s1:generated");
        // Written otherwise than ours, with the same key.
        String text = report.record().replace("v=DKIM1; ", "v=DKIM1; t=s; ");
        world.put(report.key().recordName(), new DnsRecord.Txt(text));
        assertThat(states()).isEqualTo("s1:published");
        world.pass(Duration.ofSeconds(300));
        assertThat(states()).isEqualTo("s1:signing");
    }

    @Test
    void aSecondaryThatLagsHoldsTheSwitch() {
        world.secondaryLags = true;
        world.keeper().rotate(DOMAIN, "ed25519", "s1");
        states();
        assertThat(states()).isEqualTo("s1:published");
        world.pass(Duration.ofDays(1));
        KeyReport report = world.keeper().advance(DOMAIN).getFirst();
        assertThat(report.stateWord()).isEqualTo("published");
        assertThat(report.sight().detail()).isEqualTo("ns1.test (192.0.2.54) does not have it");
        world.transfer();
        assertThat(states()).isEqualTo("s1:published");
        world.pass(Duration.ofSeconds(300));
        assertThat(states()).isEqualTo("s1:signing");
    }

    @Test
    void whereTheSelectorIsAnAliasTheRecordIsAtItsTarget() {
        world = new KeyWorld(folder, "customer.example", "ours.example");
        DomainName target = DomainName.of("c1.dkim.ours.example");
        world.put(DomainName.of("s1._domainkey.customer.example"), new DnsRecord.Cname(target));
        world.keeper().rotate(DOMAIN, "ed25519", "s1");
        KeyReport report = world.keeper().advance(DOMAIN).getFirst();
        assertThat(report.sight().at()).isEqualTo(target);
        assertThat(report.sight().zone()).isEqualTo(DomainName.of("ours.example"));
        assertThat(world.servers.get(0)).containsKey(new Place(target, RecordType.TXT));
        assertThat(published("s1._domainkey")).isEmpty();
        states();
        world.pass(Duration.ofSeconds(300));
        assertThat(states()).isEqualTo("s1:signing");
    }

    @Test
    void aKeyThatSignsAndIsNotPublishedIsTold() {
        world.keys.add(new StoredKey(DOMAIN, "s1", "ed25519", key()));
        world.refusing = true;
        KeyReport report = world.keeper().advance(DOMAIN).getFirst();
        assertThat(report.need()).isEqualTo(Need.REPAIR);
        assertThat(report.problem()).isEqualTo("the server is down; start it");
        assertThat(world.events.of(Event.Trouble.class))
                .singleElement()
                .extracting(Event.Trouble::what)
                .asString()
                .contains("IS SIGNED WITH A KEY THAT IS NOT PUBLISHED", "s1._domainkey");
        world.refusing = false;
        states();
        assertThat(world.keeper().look(DOMAIN).getFirst().need()).isEqualTo(Need.NOTHING);
    }

    @Test
    void aRecordOfAnotherKeyIsNeverReplaced() {
        world.put(
                DomainName.of("s1._domainkey.customer.example"),
                new DnsRecord.Txt("v=DKIM1; k=ed25519; p=AAAA"));
        world.keeper().rotate(DOMAIN, "ed25519", "s1");
        KeyReport report = world.keeper().advance(DOMAIN).getFirst();
        assertThat(report.problem()).contains("is not this key's");
        assertThat(published("s1._domainkey"))
                .containsExactly(new DnsRecord.Txt("v=DKIM1; k=ed25519; p=AAAA"));
    }

    @Test
    void aTextThatIsNoKeyIsNoHindrance() {
        DnsRecord.Txt wild = new DnsRecord.Txt("v=spf1 -all"); // of *.customer.example
        world.put(DomainName.of("s1._domainkey.customer.example"), wild);
        world.keeper().rotate(DOMAIN, "ed25519", "s1");
        KeyReport report = world.keeper().advance(DOMAIN).getFirst();
        assertThat(report.problem()).isEmpty();
        assertThat(published("s1._domainkey")).hasSize(2);
    }

    @Test
    void withApprovalItWaitsForAPerson() {
        world.policy(new KeyPolicy(Duration.ofDays(5), null, true));
        world.keeper().rotate(DOMAIN, "ed25519", "s1");
        assertThat(world.keeper().approve(DOMAIN, "s1")).isFalse();
        states();
        states();
        world.pass(Duration.ofSeconds(300));
        assertThat(states()).isEqualTo("s1:usable");
        world.pass(Duration.ofDays(30));
        assertThat(states()).isEqualTo("s1:usable");
        assertThat(world.keeper().approve(DOMAIN, "s1")).isTrue();
        assertThat(states()).isEqualTo("s1:signing");
    }

    @Test
    void onScheduleAnOldKeyGetsOneSuccessor() {
        world.policy(new KeyPolicy(Duration.ofDays(5), Duration.ofDays(365), false));
        world.keeper().rotate(DOMAIN, "ed25519", "s1");
        states();
        states();
        world.pass(Duration.ofSeconds(300));
        assertThat(states()).isEqualTo("s1:signing");
        world.pass(Duration.ofDays(365));
        states();
        assertThat(states()).isEqualTo("s1:signing hk202711e:generated");
        assertThat(states()).isEqualTo("s1:signing hk202711e:published");
    }

    @Test
    void whileNobodyAnswersNothingMoves() {
        world.keeper().rotate(DOMAIN, "ed25519", "s1");
        states();
        world.silent = true;
        world.pass(Duration.ofDays(9));
        assertThat(states()).isEqualTo("s1:generated");
        assertThat(world.events.of(Event.Trouble.class)).isEmpty();
    }

    @Test
    void aDamagedFileIsTold() throws IOException {
        Files.writeString(folder.resolve("dkim-keys.json"), "{\"version\": 7}");
        assertThatThrownBy(() -> world.keeper().look(DOMAIN))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("dkim-keys.json");
    }

    private static byte[] key() {
        return org.hikyaku.dkim.DkimKeys.generateEd25519().getEncoded();
    }
}
