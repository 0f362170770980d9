package org.hikyaku.opendkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.hikyaku.dkim.Canonicalization;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.OpendkimSetup.KeyRules;
import org.hikyaku.opendkim.OpendkimSetup.Who;
import org.hikyaku.opendkim.PolicydSpfSetup.Rejects;
import org.hikyaku.opendkim.SourceFile.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole files, and the keys that they name. */
final class SetupsTest {

    private final MemoryFiles files = new MemoryFiles();

    private OpendkimSetup opendkim(String text) {
        files.with("/c", text);
        return new OpendkimReader(files, files.notes()).read("/c");
    }

    @Test
    void oneKey() {
        OpendkimSetup setup =
                opendkim(
                        "Domain example.com\nKeyFile /k\nSelector s\nSubDomains yes\nCanonicalization relaxed/simple\nSignatureTTL 3600\nRemoveOldSignatures yes\nMinimumKeyBits 2048\nRequireSafeKeys no\n");
        assertThat(setup.who())
                .isInstanceOfSatisfying(
                        Who.OneKey.class,
                        one -> {
                            assertThat(one.subDomains()).isTrue();
                            assertThat(one.keyFile()).isEqualTo("/k");
                        });
        assertThat(setup.form().header()).isEqualTo(Canonicalization.RELAXED);
        assertThat(setup.form().body()).isEqualTo(Canonicalization.SIMPLE);
        assertThat(setup.form().lifetime()).contains(Duration.ofHours(1));
        assertThat(setup.form().removeOld()).isTrue();
        assertThat(setup.keys()).isEqualTo(new KeyRules(false, 2048));
        assertThat(files.said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Domain example.com; NEEDS /c:1 Domain|KeyFile, Selector",
                "KeyTable csl:a=b:c:/k; NEEDS /c:1 KeyTable|SigningTable",
                "SigningTable csl:a=b; NEEDS /c:1 SigningTable|KeyTable",
                "Mode sx; BAD_VALUE /c:1 Mode|sx|s, v, sv",
                "Canonicalization loose; BAD_VALUE /c:1 Canonicalization|loose|relaxed/relaxed, relaxed/simple, simple/relaxed, simple/simple",
                "SignatureAlgorithm md5; BAD_VALUE /c:1 SignatureAlgorithm|md5|rsa-sha256, ed25519-sha256",
                "SignatureAlgorithm rsa-sha1; ALGORITHM /c:1 SignatureAlgorithm|rsa-sha1",
                "Socket inet:8891; ALL_INTERFACES /c:1 inet:8891|inet:8891@localhost",
                "Socket nope:1; BAD_VALUE /c:1 Socket|nope:1|inet:8891@localhost, local:/run/opendkim/opendkim.sock",
                "MacroList {foo}; NEVER_MATCHES /c:1 {foo}|foo"
            })
    void whatDoesNotFit(String text, String said) {
        opendkim(text);
        assertThat(files.said()).containsExactly(said);
    }

    @Test
    void tablesGoBeforeOneKey() {
        OpendkimSetup setup =
                opendkim(
                        "Domain example.com\nKeyFile /k\nSelector s\nKeyTable csl:a=example.com:s:/k\nSigningTable csl:*=a\n");
        assertThat(setup.who()).isInstanceOf(Who.Tables.class);
        assertThat(files.said())
                .containsExactly(
                        "IGNORED_BESIDE /c:1 Domain|KeyTable",
                        "IGNORED_BESIDE /c:2 KeyFile|KeyTable",
                        "IGNORED_BESIDE /c:3 Selector|KeyTable");
    }

    private Optional<DkimKeyPair> load(String key, KeyRules rules) {
        KeyTable.Entry entry = new KeyTable.Entry("k", "example.com", "s", key, new Place("/t", 4));
        return new KeyLoader(files, rules, "hikyaku").load(entry, files.notes());
    }

    @Test
    void keys() throws DkimKeys.Unreadable {
        KeyRules strict = new KeyRules(true, 2048);
        String pem = DkimKeys.writePem(DkimKeys.generateRsa(1024));
        String ed25519 = DkimKeys.writePem(DkimKeys.generateEd25519());
        files.with("/short", pem).with("/ed", ed25519).with("/bad", "hello").with("/open", pem);
        files.access("/open", new Access("root", "mail", 0644, ""));
        assertThat(load("/ed", strict)).isPresent();
        assertThat(load(ed25519.replace("\n", ""), strict)).isPresent();
        assertThat(load(ed25519.lines().toList().get(1), strict)).isPresent();
        assertThat(load("/short", strict)).isEmpty();
        assertThat(load("/bad", strict)).isEmpty();
        assertThat(load("/absent", strict)).isEmpty();
        assertThat(load("/open", strict)).isEmpty();
        assertThat(load("/open", new KeyRules(false, 1024))).isPresent();
        assertThat(load("SECRET", strict)).isEmpty();
        assertThat(files.said())
                .containsExactly(
                        "KEY_SHORT /t:4 k|/short|1024|2048",
                        "KEY_DAMAGED /t:4 k|/bad|no private key: neither PEM nor an Ed25519 seed in base64",
                        "KEY_ABSENT /t:4 k|/absent|there is no such file",
                        "KEY_OPEN /t:4 k|/open|root:mail|0644|chown hikyaku /open && chmod 0600 /open",
                        "KEY_OPEN_ALLOWED /t:4 k|/open|root:mail|0644|chown hikyaku /open && chmod 0600 /open",
                        "KEY_DAMAGED /t:4 k|in the table|the key is neither RSA nor Ed25519");
    }

    @Test
    void opendmarc() {
        files.with("/hosts", "192.0.2.1\n");
        files.with(
                "/d",
                "RejectFailures true\nIgnoreHosts /hosts\nIgnoreAuthenticatedClients yes\nAuthservID HOSTNAME\nIgnoreMailFrom A.test,b.test\nHoldQuarantinedMessages yes\nSPFSelfValidate yes\n");
        OpendmarcSetup setup = new OpendmarcReader(files, files.notes()).read("/d");
        assertThat(setup.rejects()).isTrue();
        assertThat(setup.holds()).isTrue();
        assertThat(setup.exempt().authenticated()).isTrue();
        assertThat(setup.exempt().senders()).containsExactlyInAnyOrder("a.test", "b.test");
        assertThat(setup.exempt().hosts().find("", IpNet.address("192.0.2.1"))).isPresent();
        assertThat(setup.exempt().hosts().find("", IpNet.address("127.0.0.1"))).isEmpty();
        assertThat(files.said())
                .containsExactlyInAnyOrder(
                        "LOOPBACK_REPLACED /d:2 IgnoreHosts|127.0.0.1, ::1",
                        "DIFFERENT /d:7 SPFSelfValidate|yes");
        assertThat(OpendmarcSetup.absent().rejects()).isFalse();
    }

    @Test
    void policydSpf() {
        files.with(
                "/p",
                "TestOnly = 0\nHELO_reject = Null\nMail_From_reject = sometimes\nskip_addresses = 127.0.0.0/8,::ffff:127.0.0.0/104,::1,nope\nReject_Not_Pass_Domains = AOL.com\nLookup_Time = 9999\n");
        PolicydSpfSetup setup = new PolicydSpfReader(files, files.notes()).read("/p");
        assertThat(setup.logsOnly()).isTrue();
        assertThat(setup.helo()).isEqualTo(Rejects.FAIL_OF_BOUNCE);
        assertThat(setup.mailFrom()).isEqualTo(Rejects.NOTHING);
        assertThat(setup.strictDomains()).containsExactly("aol.com");
        assertThat(setup.lookupTime()).isEqualTo(Duration.ofMinutes(2));
        assertThat(setup.exempt().networks())
                .containsExactly(IpNet.of("127.0.0.0/8"), IpNet.of("127.0.0.0/8"), IpNet.of("::1"));
        assertThat(files.said())
                .containsExactlyInAnyOrder(
                        "BAD_VALUE /p:3 Mail_From_reject|sometimes|SPF_Not_Pass, Softfail, Fail, False, No_Check",
                        "MISLEADING /p:1 TestOnly|0",
                        "BAD_VALUE /p:4 skip_addresses|nope|192.0.2.0/24");
    }
}
