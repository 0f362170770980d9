package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                                        """
                                        example.com
                                        s2._domainkey.example.com. IN\tTXT\t( "v=DKIM1; k=ed25519; "
                                        \t  "p=abcd" )
                                        _dmarc"""));
    }

    private static final String ZONE =
            """
            $TTL 3600
            @       IN SOA ns hostmaster 1 2 3 4 5
                    IN NS  ns
                    IN MX  10 mail
                    IN MX  20 mail2.example.net.
                    IN TXT "one" ; about one
            ; hosts
            ns      IN A   192.0.2.1 ; the server
                    IN AAAA 2001:db8::1
            mail    IN A   192.0.2.2
            sel._domainkey IN TXT ( "v=DKIM1; k=rsa; "
                    "p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    "BBBB" ) ; ---- key
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "example.com | MX | 30 mx3.example.com. | @@ 6 @@~+        IN MX  30 mx3.example.com.",
                "example.com | CAA | 0 issue \"a.b\" | @@ 7 @@~+        IN CAA 0 issue \"a.b\"",
                "ns.example.com | A | 192.0.2.9 | @@ 9 @@~+        IN A   192.0.2.9",
                "www.example.com | A | 192.0.2.3 | @@ 14 @@~+www     IN A   192.0.2.3",
                "a-long-name.example.com | A | 192.0.2.3 | @@ 14 @@~+a-long-name IN A 192.0.2.3",
                "_x._domainkey.example.com | TXT | \"v=DKIM1; p=CC\" | @@ 14 @@~+_x._domainkey IN TXT ( \"v=DKIM1; \"~+        \"p=CC\" )",
            })
    void anAddedRecordLooksLikeItsNeighbours(String owner, String type, String data, String diff)
            throws ZoneFileException {
        ZoneEdit edit = edit(ZONE);
        edit.apply(new ZoneChange.Add(item(owner, type, data)));
        assertThat(diff(edit)).isEqualTo(diff);
    }

    private static String diff(ZoneEdit edit) {
        byte[] before = edit.originals().getOrDefault("zone", new byte[0]);
        return String.join("~", LineDiff.of(before, edit.zone().octets()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ns.example.com | A | 192.0.2.1 | @@ 8 @@~-ns      IN A   192.0.2.1 ; the server~-        IN AAAA 2001:db8::1~+ns      IN AAAA 2001:db8::1",
                "example.com | MX | 20 mail2.example.net. | @@ 5 @@~-        IN MX  20 mail2.example.net.",
                "mail.example.com | A | 192.0.2.2 | @@ 10 @@~-mail    IN A   192.0.2.2",
            })
    void aRemovedRecordHandsItsNameOver(String owner, String type, String data, String diff)
            throws ZoneFileException {
        ZoneEdit edit = edit(ZONE);
        edit.apply(new ZoneChange.Remove(item(owner, type, data)));
        assertThat(diff(edit)).isEqualTo(diff);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "example.com | MX | 10 mail.example.com. | 10 mx.example.com. | @@ 4 @@~-        IN MX  10 mail~+        IN MX  10 mx",
                "example.com | MX | 20 mail2.example.net. | 20 mx.example.com. | @@ 5 @@~-        IN MX  20 mail2.example.net.~+        IN MX  20 mx.example.com.",
                "example.com | TXT | \"one\" | \"two; three\" | @@ 6 @@~-        IN TXT \"one\" ; about one~+        IN TXT \"two; three\" ; about one",
                "sel._domainkey.example.com | TXT | \"v=DKIM1; k=rsa; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBBB\" | \"v=DKIM1; k=rsa; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACCCC\" | @@ 13 @@~-        \"BBBB\" ) ; ---- key~+        \"CCCC\" ) ; ---- key",
            })
    void aReplacedRecordKeepsAllElse(
            String owner, String type, String before, String after, String diff)
            throws ZoneFileException {
        ZoneEdit edit = edit(ZONE);
        edit.apply(new ZoneChange.Replace(item(owner, type, before), item(owner, type, after)));
        assertThat(diff(edit)).isEqualTo(diff);
    }

    @Test
    void aTextIsCutAt255OctetsWhereTheFileHasNoStyle() throws ZoneFileException {
        ZoneEdit edit = edit(ZONE.substring(0, ZONE.indexOf("sel._domainkey")));
        String value = "\"" + "x".repeat(255) + "\" \"" + "x".repeat(145) + "\"";
        edit.apply(new ZoneChange.Add(item("long.example.com", "TXT", value)));
        assertThat(text(edit))
                .endsWith(
                        "long    IN TXT ( \""
                                + "x".repeat(255)
                                + "\"\n\t\""
                                + "x".repeat(145)
                                + "\" )\n");
    }

    @Test
    void lineEndsAreThoseOfTheFile() throws ZoneFileException {
        ZoneEdit crlf = edit(ZONE.replace("\n", "\r\n"));
        crlf.apply(new ZoneChange.Add(item("www.example.com", "A", "192.0.2.3")));
        assertThat(text(crlf)).endsWith(" key\r\nwww     IN A   192.0.2.3\r\n");
        ZoneEdit open = edit(ZONE.stripTrailing());
        open.apply(new ZoneChange.Add(item("www.example.com", "A", "192.0.2.3")));
        assertThat(text(open)).endsWith(" key\nwww     IN A   192.0.2.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "www.example.net | A | 192.0.2.1 | EDIT_OUTSIDE",
                "ns.example.com | A | 192.0.2.1 | EDIT_PRESENT",
                "www.example.com | A | 192.0.2 | EDIT_DATA",
                "www.example.com | TXT | \"a\" ) | EDIT_DATA",
                "www.example.com | TYPE65400 | x | EDIT_DATA",
            })
    void whatCannotBeAddedIsRefused(String owner, String type, String data, ZoneFault fault)
            throws ZoneFileException {
        ZoneEdit edit = edit(ZONE);
        assertThatThrownBy(() -> edit.apply(new ZoneChange.Add(item(owner, type, data))))
                .isInstanceOfSatisfying(
                        ZoneFileException.class,
                        e -> assertThat(e.problem().rule()).isEqualTo(fault));
        assertThat(text(edit)).isEqualTo(ZONE);
    }

    @Test
    void aTimeThatWouldSpreadToOtherRecordsIsRefused() throws ZoneFileException {
        ZoneEdit edit = edit("@ 60 SOA a b 1 2 3 4 5\n NS a.b.\nx A 192.0.2.1\ny A 192.0.2.2\n");
        ZoneChange.Item timed =
                new ZoneChange.Item(name("x.example.com"), RecordTypes.A, "192.0.2.9", 90L);
        assertThatThrownBy(() -> edit.apply(new ZoneChange.Add(timed)))
                .hasMessageContaining("would change other records too");
    }
}
