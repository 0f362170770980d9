package org.hikyaku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.MilterRules;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.zone.Publishing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsReaderTest {

    private static final DomainName HOST = DomainName.of("mail.example.com");

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("hikyaku.toml");
    }

    private Settings read(String text) throws SettingsException, IOException {
        Files.writeString(file, text);
        return SettingsReader.read(file);
    }

    private String refused(String text) throws IOException {
        Files.writeString(file, text);
        SettingsException e =
                catchThrowableOfType(SettingsException.class, () -> SettingsReader.read(file));
        assertThat(e).as(text).isNotNull();
        assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
        return String.valueOf(e.getMessage()).replace(file.toString(), "FILE");
    }

    @Test
    void theFileAsItIsWrittenSaysTheDefaults() throws Exception {
        assertThat(read(SettingsText.commented(HOST))).isEqualTo(Settings.standard(HOST));
    }

    /**
     * Each setting that is commented out shows its default, so taking the sign away changes
     * nothing.
     */
    @Test
    void theCommentedValuesAreTheDefaults() throws Exception {
        String text =
                SettingsText.commented(HOST).replaceAll("(?m)^# \\[\\[zones\\]\\]\n(# .*\n)*", "");
        String all = Pattern.compile("(?m)^# (?=[a-z-]+ = )").matcher(text).replaceAll("");
        String without =
                Pattern.compile(
                                "(?m)^(certificate|key|webroot|acme-profile|folder|group|relay|adsp|socket-group|authserv-id|mta-sts-id|bimi-logo|bimi-evidence|dovecot|dovecot-domain|log) = .*\n")
                        .matcher(all)
                        .replaceAll("");
        assertThat(read(without)).isEqualTo(Settings.standard(HOST));
    }

    @Test
    void everySettingIsRead() throws Exception {
        Settings s =
                read(
                        """
                        hostname = "MX.Example.com"
                        [listen]
                        smtp = ["192.0.2.1:25", "[2001:db8::1]:25"]
                        submission = []
                        submissions = ["*:1465"]
                        [tls]
                        certificate = "tls/chain.pem"
                        key = "/etc/key.pem"
                        [check]
                        daily = "04:30"
                        connect = false
                        blocklists = ["bl.example.net"]
                        [limits]
                        max-message = "25 MiB"
                        max-recipients = 200
                        max-connections = 10
                        max-connections-per-address = 3
                        [inbound]
                        profile = "gmail"
                        dmarc = "observe"
                        [submission]
                        trusted-networks = ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]
                        [outbound]
                        relay = "relay.example.net:587"
                        port = 2525
                        max-connections = 7
                        max-connections-per-domain = 2
                        lifetime = "36h"
                        [dns]
                        servers = ["127.0.0.1", "[2001:db8::53]:5353"]
                        timeout = "750ms"
                        [ops]
                        address = "none"
                        log-level = "debug"
                        """);
        assertThat(s.hostname()).isEqualTo(DomainName.of("mx.example.com"));
        assertThat(s.listeners())
                .isEqualTo(
                        new Settings.Listeners(
                                List.of(
                                        new InetSocketAddress("192.0.2.1", 25),
                                        new InetSocketAddress("2001:db8::1", 25)),
                                List.of(),
                                List.of(new InetSocketAddress(1465))));
        assertThat(s.tls())
                .isEqualTo(
                        new Settings.Tls(folder.resolve("tls/chain.pem"), Path.of("/etc/key.pem")));
        assertThat(s.limits()).isEqualTo(new Settings.Limits(25L << 20, 200, 10, 3));
        assertThat(s.inbound())
                .isEqualTo(new Settings.Inbound(Settings.Profile.GMAIL, Settings.Dmarc.OBSERVE));
        assertThat(s.submission().trustedNetworks())
                .containsExactly(
                        IpNet.of("10.0.0.0/8"), IpNet.of("2001:db8::/32"), IpNet.of("192.0.2.7"));
        assertThat(s.outbound())
                .isEqualTo(
                        new Settings.Outbound(
                                "relay.example.net:587", 2525, 7, 2, Duration.ofHours(36)));
        assertThat(s.dns())
                .isEqualTo(
                        new Settings.Dns(
                                List.of(
                                        new InetSocketAddress("127.0.0.1", 53),
                                        new InetSocketAddress("2001:db8::53", 5353)),
                                Duration.ofMillis(750)));
        assertThat(s.ops()).isEqualTo(new Settings.Ops(null, "debug"));
        assertThat(s.check())
                .isEqualTo(
                        new Settings.Check(
                                true,
                                LocalTime.of(4, 30),
                                false,
                                List.of(DomainName.of("bl.example.net"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostname = 5 | FILE:1: hostname: must be a host name such as \"mail.example.com\", in quotes",
                "hostname = 'localhost' | FILE:1: hostname: \"localhost\" is not allowed",
                "hostname = 'a b.example' | FILE:1: hostname:",
                "hostname = 'mail.example.com' | ok",
                "hostnam = 'mail.example.com' | hostname is missing",
                "hostname = mail.example.com | FILE:1: this is not TOML",
            })
    void theHostNameIsNeeded(String line, String expected) throws Exception {
        if (expected.equals("ok")) {
            assertThat(read(line).hostname()).isEqualTo(HOST);
        } else {
            assertThat(refused(line)).contains(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen | smtp = '*:25' | must be a list, in [ ], of addresses",
                "listen | smtp = ['*'] | \"*\" is not allowed: it must be a list of addresses",
                "listen | smtp = ['mail.example.com:25'] | is not allowed",
                "listen | smtp = ['*:65536'] | is not allowed",
                "listen | smtp = ['2001:db8::1:25'] | is not allowed",
                "listen | smtp = ['[192.0.2.1]:25'] | is not allowed",
                "listen | smtp = [25] | 25 is not allowed",
                "listen | smpt = ['*:25'] | there is no such setting",
                "limits | max-message = '25MB' | \"25MB\" is not allowed: it must be a size from \"64KiB\" to \"2GiB\"",
                "limits | max-message = '1KiB' | is not allowed",
                "limits | max-message = '999999999GiB' | is not allowed",
                "limits | max-message = 1000 | in quotes",
                "limits | max-recipients = 99 | 99 is not allowed: it must be a number from 100 to 100000",
                "limits | max-recipients = '100' | without quotes",
                "limits | max-recipients = 1.5 | from 100 to 100000",
                "limits | max-recipients = 99999999999 | from 100 to 100000",
                "limits | max-message-size = '1MiB' | there is no such setting",
                "check | daily = '24:00' | \"on\", \"off\" or a time such as \"04:30\"",
                "check | daily = true | in quotes",
                "check | connect = 'no' | true or false",
                "check | blocklists = ['localhost'] | is not allowed",
                "inbound | profile = 'Gmail' | \"default\" or \"gmail\"",
                "inbound | dmarc = 'off' | \"enforce\", \"strict\" or \"observe\"",
                "submission | trusted-networks = ['0.0.0.0/0'] | is not allowed",
                "submission | trusted-networks = ['10.0.0.0/33'] | is not allowed",
                "submission | trusted-networks = ['example.com'] | is not allowed",
                "outbound | relay = 'relay.example.net' | \"host:port\"",
                "outbound | relay = 'relay.example.net:0' | \"host:port\"",
                "outbound | relay = 'relay.example.net:70000' | \"host:port\"",
                "outbound | relay = '*:25' | \"host:port\"",
                "outbound | port = 0 | from 1 to 65535",
                "outbound | lifetime = '5 days' | a time from \"1h\" to \"30d\"",
                "outbound | lifetime = '30s' | a time from \"1h\" to \"30d\"",
                "outbound | lifetime = '-1d' | a time from \"1h\" to \"30d\"",
                "dns | servers = ['ns.example.com'] | is not allowed",
                "dns | servers = ['*:53'] | is not allowed",
                "dns | timeout = '0s' | from \"100ms\" to \"30s\"",
                "publish | addresses = ['mail.example.com'] | is not allowed",
                "publish | spf-all = '-all' | \"keep\", \"softfail\" or \"fail\"",
                "publish | spf-add = ['include'] | SPF terms such as",
                "publish | spf-add = ['-all'] | is not allowed",
                "publish | spf-add = ['a mx'] | is not allowed",
                "publish | dmarc-policy = 'Reject' | \"none\", \"quarantine\" or \"reject\"",
                "publish | dmarc-reports = ['nobody'] | is not allowed",
                "publish | adsp = 'dkim=all' | \"unknown\", \"all\" or \"discardable\"",
                "publish | mta-sts-id = '2026-11-24' | 1 to 32 letters and digits",
                "publish | tls-reports = ['postmaster@example.com'] | \"mailto:postmaster@example.com\"",
                "publish | tlsa = ['3 1 1 abcd'] | is not allowed",
                "publish | tlsa = ['0 0 1 '] | is not allowed",
                "publish | services = ['pop3'] | \"submissions\", \"submission\", \"imaps\" or \"imap\"",
                "publish | autoconfig = 'yes' | it must be true or false",
                "publish | caa = ['ca.example'] | tag and value",
                "publish | bimi-logo = 'http://example.com/l.svg' | https://",
                "publish | bimi-evidence = 'https://example.com/l.pem' | needs a bimi-logo",
                "publish | tokens = [''] | is not allowed",
                "publish | dmarc = 'none' | there is no such setting",
                "ops | address = '8025' | or \"none\"",
                "ops | log-level = 'trace' | \"debug\", \"info\", \"warn\" or \"error\"",
                "tls | key = 'k.pem' | tls.certificate and tls.key go together",
                "tls | certificate = 'c.pem' | tls.certificate and tls.key go together",
            })
    void whatIsNotAllowedIsToldWithFileLineAndKey(String table, String line, String expected)
            throws Exception {
        String text = "hostname = 'mail.example.com'\n# note\n\n[" + table + "]\n" + line + "\n";
        assertThat(refused(text)).contains(expected).startsWith("FILE:5: " + table + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen = 5 | FILE:2: listen: must be a table, written [listen]",
                "limits.max-recipients = 1 | FILE:2: limits.max-recipients: 1 is not allowed",
                "colour = 'red' | FILE:2: colour: there is no such setting",
                "[listener] | FILE:2: listener: there is no such setting",
                "[listen | FILE:2: this is not TOML",
                "key = | FILE:2: this is not TOML",
                "hostname = 'twice.example.com' | this is not TOML: Duplicate key",
                "x = \"\u001b[31m | this is not TOML",
            })
    void damageIsToldWithItsLine(String line, String expected) throws Exception {
        assertThat(refused("hostname = 'mail.example.com'\n" + line + "\n"))
                .contains(expected)
                .doesNotContain("\u001b");
    }

    @Test
    void theMilterIsRead() throws Exception {
        Settings.Milter milter =
                read("""
                                hostname = "mx.example.com"
                                [milter]
                                listen = ["inet:8891@localhost", "unix:/run/hikyaku/milter.sock"]
                                socket-mode = "0666"
                                socket-group = "postfix"
                                internal-networks = ["10.0.0.0/8"]
                                daemons = ["ORIGINATING"]
                                authserv-id = "Example.com"
                                quarantine = "hold"
                                unsignable = "tempfail"
                                adsp = false
                                max-connections = 7
                                """)
                        .milter();
        assertThat(milter)
                .isEqualTo(
                        new Settings.Milter(
                                List.of(
                                        new MilterSocket.Inet(8891, "localhost", false),
                                        new MilterSocket.Unix("/run/hikyaku/milter.sock")),
                                PosixFilePermissions.fromString("rw-rw-rw-"),
                                "postfix",
                                List.of(IpNet.of("10.0.0.0/8")),
                                Set.of("ORIGINATING"),
                                "example.com",
                                new MilterRules.Options(
                                        MilterRules.Quarantine.HOLD,
                                        MilterRules.Unsignable.TEMPFAIL,
                                        false),
                                7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    listen = ["8891"]               | FILE:3: milter.listen: "8891" is not allowed
                    listen = "inet:8891@localhost"  | FILE:3: milter.listen: must be a list
                    socket-mode = "999"             | FILE:3: milter.socket-mode: "999" is not allowed
                    socket-group = "a b"            | FILE:3: milter.socket-group: "a b" is not allowed
                    internal-networks = ["0.0.0.0/0"] | FILE:3: milter.internal-networks: "0.0.0.0/0" is not
                    quarantine = "junk"             | FILE:3: milter.quarantine: "junk" is not allowed
                    unsignable = "drop"             | FILE:3: milter.unsignable: "drop" is not allowed
                    adsp = "no"                     | FILE:3: milter.adsp: "no" is not allowed
                    max-connections = 0             | FILE:3: milter.max-connections: 0 is not allowed
                    """)
    void aWrongMilter(String line, String complaint) throws Exception {
        assertThat(refused("hostname = \"mx.example.com\"\n[milter]\n" + line + "\n"))
                .startsWith(complaint);
    }

    @Test
    void aWordThatIsNearlyRightIsNamed() throws Exception {
        assertThat(refused("hostname='a.example'\n[outbound]\nprofile = 'gmail'\n"))
                .contains("FILE:3: outbound.profile", "is inbound.profile meant?");
    }

    @Test
    void whatCannotBeReadIsTold() throws Exception {
        assertThat(catchThrowableOfType(SettingsException.class, () -> SettingsReader.read(file)))
                .hasMessageContaining("there is no such file");
        Files.write(file, "hostname = \"caf\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(SettingsException.class, () -> SettingsReader.read(file)))
                .hasMessageContaining("not UTF-8");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThat(catchThrowableOfType(SettingsException.class, () -> SettingsReader.read(file)))
                .hasMessageContaining("longer than 1048576 octets");
    }

    @Test
    void anEmptyFileLacksTheHostName() throws Exception {
        assertThat(refused("")).contains("hostname is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "[[", "a.b.c.d = 1", "x = [[[[[[[[[[", "= = =", "\0"})
    void nonsenseIsOneLine(String text) throws Exception {
        assertThat(refused(text)).startsWith("FILE:");
    }

    @Test
    void thePortsMoveTogether() {
        Settings moved = Settings.standard(HOST).moved(10_000);
        assertThat(moved.listeners().smtp()).containsExactly(new InetSocketAddress(10_025));
        assertThat(moved.listeners().submissions()).containsExactly(new InetSocketAddress(10_465));
        assertThat(moved.ops().address()).isEqualTo(new InetSocketAddress("127.0.0.1", 18_025));
        assertThat(Settings.standard(HOST).highestPort()).isEqualTo(8025);
    }

    @Test
    void aDomainMayDifferFromWhatAllPublish() throws Exception {
        Settings.Publish publish =
                read("""
                                hostname = "mail.example.com"
                                [publish]
                                addresses = ["192.0.2.25", "2001:db8::25"]
                                spf-all = "softfail"
                                spf-add = ["include:_spf.example.net"]
                                dmarc-reports = ["reports@example.com"]
                                services = ["submissions", "imaps"]
                                tlsa = ["3 1 1 %1$s"]
                                caa = ["issue ca.example; validationmethods=dns-01"]
                                [publish."example.net"]
                                spf-all = "fail"
                                dmarc-policy = "reject"
                                adsp = "all"
                                mta-sts-id = "20261124"
                                tls-reports = ["mailto:tls@example.com"]
                                autoconfig = true
                                bimi-logo = "https://example.net/logo.svg"
                                tokens = ["google-site-verification=abc"]
                                """
                                .formatted("AB".repeat(32)))
                        .publish();
        assertThat(publish.addresses()).hasSize(2);
        Publishing common = publish.of(HOST);
        assertThat(common.spf().all()).isEqualTo(Publishing.All.SOFTFAIL);
        assertThat(common.dmarc().policy()).isEqualTo(DmarcVerdict.Policy.NONE);
        assertThat(common.transport().tlsa())
                .containsExactly(new DnsRecord.Tlsa(3, 1, 1, "ab".repeat(32)));
        assertThat(common.bimi()).isNull();
        Publishing own = publish.of(DomainName.of("example.net"));
        assertThat(own.spf().all()).isEqualTo(Publishing.All.FAIL);
        assertThat(own.spf().add()).as("what it does not say").isEqualTo(common.spf().add());
        assertThat(own.caa()).isEqualTo(common.caa());
        assertThat(own.dmarc().policy()).isEqualTo(DmarcVerdict.Policy.REJECT);
        assertThat(own.adsp()).isEqualTo(Publishing.Practices.ALL);
        assertThat(own.transport().mtaStsId()).isEqualTo("20261124");
        assertThat(own.discovery().autoconfig()).isTrue();
        assertThat(own.tokens()).containsExactly("google-site-verification=abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[publish.\"example.net\"]~spf-all = 'no' | FILE:3: publish.example.net.spf-all: ",
                "[publish.\"example.net\"]~spf = 'no' | FILE:3: publish.example.net.spf: there is no such setting",
                "[publish.\"a..b\"]~spf-all = 'fail' | publish.a..b: must be a domain in quotes",
            })
    void aMistakeInATableOfADomainIsToldToo(String text, String expected) throws Exception {
        assertThat(refused("hostname = 'mail.example.com'\n" + text.replace("~", "\n")))
                .contains(expected);
    }
}
