package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** Edits of zones as people write them: what the lines are afterwards. */
final class ZoneEditTest {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    /** The zone that a usual how-to ends with, written anew. */
    private static final String HOW_TO =
            """
            $ttl 38400
            example.com.\tIN\tSOA\tns.example.com.\tinfo.example.com. (
            \t\t1347519085\t\t\t; シリアル番号
            \t\t10800\t\t\t\t; リフレッシュ間隔
            \t\t3600\t\t\t\t; リトライ間隔
            \t\t604800\t\t\t\t; ゾーンの有効期
            \t\t38400 )\t\t\t\t; ネガティブキャッシュ有効期間
            example.com.\tIN\tNS\tns.example.com.\t\t; このゾーンのプライマリマスタ
            example.com.\tIN\tNS\tns3.example.net.\t; セカンダリマスタ
            example.com.\tIN\tMX\t10 mail.example.com.\t; メール用
            example.com.\tIN\tTXT\t"google-site-verification=abc"\t; メールの認証
            example.com.\tIN\tTXT\t"v=spf1 +ip4:192.0.2.25 -all"\t; SPFレコード
            ns.example.com.\tIN\tA\t192.0.2.1
            mail.example.com.\tIN\tA\t192.0.2.25
            _adsp._domainkey.example.com.\tIN\tTXT\t"dkim=unknown"
            example._domainkey.example.com. IN\tTXT\t( "v=DKIM1; k=rsa; "
            \t  "p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"
            \t  "7Vt3" )  ; ----- DKIM key example for example.com
            _dmarc.example.com.\tIN\tTXT\t"v=DMARC1; p=none"
            """;

    private static ZoneName name(String text) {
        return ZoneName.of(DomainName.of(text));
    }

    private static ZoneEdit edit(String text) throws ZoneFileException {
        return new ZoneEdit(
                ZoneFile.read(
                        "zone",
                        text.getBytes(StandardCharsets.UTF_8),
                        name("example.com"),
                        IncludeReader.NONE));
    }

    private static String text(ZoneEdit edit) {
        return new String(edit.zone().octets(), StandardCharsets.UTF_8);
    }

    private static ZoneChange.Item item(String owner, String type, String data) {
        return new ZoneChange.Item(name(owner), RecordTypes.number(type), data, null);
    }

    @Test
    void theHowTosZoneGetsASecondKeyAndATighterSpf() throws ZoneFileException {
        ZoneEdit edit = edit(HOW_TO);
        edit.apply(
                new ZoneChange.Replace(
                        item("example.com", "TXT", "\"v=spf1 +ip4:192.0.2.25 -all\""),
                        item("example.com", "TXT", "\"v=spf1 ip4:192.0.2.25 -all\"")));
        edit.apply(
                new ZoneChange.Add(
                        item(
                                "s2._domainkey.example.com",
                                "TXT",
                                "\"v=DKIM1; k=ed25519; p=abcd\"")));
        edit.raiseSerial(CLOCK, ZoneOffset.UTC);
        assertThat(text(edit))
                .isEqualTo(
                        HOW_TO.replace("+ip4", "ip4")
                                .replace("1347519085", "1795521600")
                                .replace(
                                        "example.com\n_dmarc",
                                        "example.com\n"
                                                + "s2._domainkey.example.com. IN\tTXT\t\"v=DKIM1; k=ed25519; p=abcd\"\n"
                                                + "_dmarc"));
    }
}
