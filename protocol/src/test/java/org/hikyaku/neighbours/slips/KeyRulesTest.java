package org.hikyaku.neighbours.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.MapTree;
import org.hikyaku.neighbours.setup.Setup;
import org.junit.jupiter.api.Test;

/** The key that signs, the key that is published, and who can read it. */
final class KeyRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String KEY = "/etc/opendkim/s.private";

    private static String record(PrivateKey key) throws DkimKeys.Unreadable {
        return DkimKeys.publishedRecord(
                new DkimKeyPair(
                        DomainName.of("example.com"), "s", DkimKeyPair.Algorithm.RSA_SHA256, key));
    }

    private static MapTree tree(PrivateKey key, String record) throws DkimKeys.Unreadable {
        String text = record.isEmpty() ? "" : "s._domainkey TXT " + quoted(record) + "\n";
        return new MapTree()
                .with(KEY, DkimKeys.writePem(key))
                .rights(KEY, "opendkim", 0600)
                .with(
                        "/etc/opendkim.conf",
                        "KeyTable csl:k=example.com:s:"
                                + KEY
                                + "\nSigningTable csl:example.com=k\n")
                .with("/etc/bind/named.conf", "zone example.com { type master; file \"/z\"; };\n")
                .with(
                        "/z",
                        "$TTL 60\n@ IN SOA ns x 2026112401 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n"
                                + text);
    }

    private static String quoted(String record) {
        return "( \"" + record.substring(0, 200) + "\"\n\"" + record.substring(200) + "\" )";
    }

    private static List<SlipRule> slips(MapTree tree) {
        return Slips.of(Setup.read(tree), Slips.NO_DNS, NOW).stream().map(Slip::rule).toList();
    }

    @Test
    void theKeyThatSignsIsPublished() throws DkimKeys.Unreadable {
        PrivateKey key = DkimKeys.generateRsa(2048);
        assertThat(slips(tree(key, record(key)))).isEmpty();
    }

    @Test
    void anotherKeyOrNoneIsTold() throws DkimKeys.Unreadable {
        PrivateKey key = DkimKeys.generateRsa(2048);
        assertThat(slips(tree(key, record(DkimKeys.generateRsa(2048)))))
                .containsExactly(SlipRule.KEY_NOT_PUBLISHED);
        assertThat(slips(tree(key, ""))).containsExactly(SlipRule.KEY_NOT_PUBLISHED);
    }

    @Test
    void aKeyThatOthersReadIsTold() throws DkimKeys.Unreadable {
        PrivateKey key = DkimKeys.generateRsa(2048);
        assertThat(slips(tree(key, record(key)).rights(KEY, "opendkim", 0644)))
                .containsExactly(SlipRule.KEY_OPEN);
        assertThat(slips(tree(key, record(key)).rights(KEY, "opendkim", 0640))).isEmpty();
    }

    @Test
    void whatIsNoKeyIsTold() throws DkimKeys.Unreadable {
        PrivateKey key = DkimKeys.generateRsa(2048);
        assertThat(slips(tree(key, record(key)).with(KEY, "public")))
                .containsExactly(SlipRule.KEY_FILE_UNUSABLE);
    }
}
