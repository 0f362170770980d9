package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hikyaku.app.Ran;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The how-to's zone at BIND, primary and secondary: planned, applied, followed, taken back. */
@Tag("peer")
final class DnsApplyTest {

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

    private static final List<String> COMMENTS =
            List.of(
                    "; シリアル番号",
                    "; ネガティブキャッシュ有効期間",
                    "; セカンダリマスタ",
                    "; メール用",
                    "; メールの認証",
                    "; SPFレコード");

    @TempDir Path folder;

    private Path data;

    private Ran run(String... words) {
        List<String> all = new ArrayList<>(List.of("dns"));
        all.addAll(List.of(words));
        all.addAll(List.of("plan.example", "--lang=en", "--dir=" + data));
        return Ran.of(all.toArray(String[]::new));
    }

    private void prepare(String primary, String publisher) throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        DnsPeer.write(
                data.resolve("hikyaku.toml"),
                """
                hostname = "mail.plan.example"
                [dns]
                servers = ["%1$s"]
                [dns.publisher]
                %2$s
                [publish]
                spf-all = "fail"
                adsp = "unknown"
                """
                        .formatted(primary, publisher));
        Path key = DnsPeer.write(data.resolve("tsig.key"), "hmac-sha256:hikyaku:" + SECRET + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        EmbeddedStore.open(data).close();
        assertThat(Ran.of("domain", "add", "plan.example", "--dir=" + data).status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondSelectorAndATighterSpf(boolean dynamic) throws IOException {
        String one = DnsPeer.address(31);
        String two = DnsPeer.address(32);
        Path primaryFolder = Files.createDirectories(folder.resolve("primary"));
        Path file = DnsPeer.write(primaryFolder.resolve("plan.zone"), ZONE.formatted(one, two));
        String primaryClause =
                """
                key "hikyaku" { algorithm hmac-sha256; secret "%s"; };
                zone "plan.example" { type primary; file "%s"; also-notify { %s; };
                  %s };
                """
                        .formatted(
                                SECRET,
                                file,
                                two,
                                dynamic ? "update-policy { grant hikyaku zonesub ANY; };" : "");
        String publisher =
                dynamic
                        ? "kind = \"update\"\nserver = \"%s\"\nkey-file = \"tsig.key\""
                                .formatted(one)
                        : "kind = \"zone-file\"\nfile = \"%s\"\nreload = [%s]"
                                .formatted(
                                        file,
                                        DnsPeer.reload(primaryFolder).stream()
                                                .map(word -> '"' + word + '"')
                                                .collect(Collectors.joining(", ")));
        String secondaryClause =
                "zone \"plan.example\" { type secondary; file \"plan.copy\"; primaries { %s; }; };"
                        .formatted(one);
        try (DnsPeer primary = DnsPeer.bind(primaryFolder, one, primaryClause);
                DnsPeer secondary =
                        DnsPeer.bind(folder.resolve("secondary"), two, secondaryClause)) {
            primary.start("plan.example");
            secondary.start("plan.example");
            prepare(one, publisher);

            Ran plan = run("plan");
            assertThat(plan.status()).as(plan.out() + plan.err()).isEqualTo(1);
            assertThat(plan.out()).contains("the end becomes stricter: ?all becomes -all");

            Ran apply = run("apply", "--yes");
            assertThat(apply.status()).as(apply.out() + apply.err()).isZero();
            assertThat(apply.out()).contains("Every server answers with the changes");
            for (DnsPeer server : List.of(primary, secondary)) {
                assertThat(server.dig("plan.example", "TXT"))
                        .contains("v=spf1 +ip4:192.0.2.25 -all", "google-site-verification=abc");
                assertThat(server.dig("_dmarc.plan.example", "TXT"))
                        .contains("p=quarantine", "info@plan.example", "postmaster@plan.example");
            }
            if (!dynamic) {
                String edited = Files.readString(file);
                COMMENTS.forEach(comment -> assertThat(edited).contains(comment));
                assertThat(edited).doesNotContain("1347519085").contains("_domainkey");
            }
            Ran again = run("plan");
            assertThat(again.status()).as(again.out() + again.err()).isZero();

            Ran undo = run("undo", "--yes");
            assertThat(undo.status()).as(undo.out() + undo.err()).isZero();
            for (DnsPeer server : List.of(primary, secondary)) {
                assertThat(server.dig("plan.example", "TXT"))
                        .contains("v=spf1 +ip4:192.0.2.25 ?all");
                assertThat(server.dig("mail.plan.example", "TXT")).isEmpty();
            }
        }
    }
}
