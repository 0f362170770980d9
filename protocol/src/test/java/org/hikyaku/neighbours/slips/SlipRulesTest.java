package org.hikyaku.neighbours.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.neighbours.MapTree;
import org.hikyaku.neighbours.setup.Setup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, with what brings it about and what comes close and is right. */
final class SlipRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final String MAIN = "/etc/postfix/main.cf";
    private static final String MASTER = "/etc/postfix/master.cf";
    private static final String DKIM = "/etc/opendkim.conf";
    private static final String ZONE = "/etc/bind/example.com.zone";
    private static final String DOVECOT = "/etc/dovecot/dovecot.conf";
    private static final String NGINX = "/etc/nginx/nginx.conf";
    private static final String RENEWAL = "/etc/letsencrypt/renewal/mail.example.com.conf";

    private static final String GOOD_MASTER =
            """
            smtp       inet  n  -  n  -  -  smtpd
            submission inet  n  -  n  -  -  smtpd
              -o smtpd_tls_security_level=encrypt
              -o smtpd_sasl_auth_enable=yes
            cleanup    unix  n  -  n  -  0  cleanup
            """;

    private static final String GOOD_MAIN =
            """
            compatibility_level = 3.6
            myhostname = mail.example.com
            smtpd_milters = inet:127.0.0.1:8891
            non_smtpd_milters = $smtpd_milters
            milter_default_action = accept
            smtpd_tls_chain_files = /etc/letsencrypt/live/mail.example.com/privkey.pem,
                /etc/letsencrypt/live/mail.example.com/fullchain.pem
            smtpd_tls_security_level = may
            smtp_tls_security_level = dane
            smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt
            """;

    private static final String GOOD_ZONE =
            """
            $TTL 3600
            @ IN SOA ns info ( 2026112401 7200 900 1209600 3600 )
            @ NS ns
            @ MX 10 mail
            ns A 192.0.2.25
            mail A 192.0.2.25
            @ TXT "v=spf1 ip4:192.0.2.25 -all"
            mail TXT "v=spf1 a -all"
            sub TXT "v=spf1 redirect=example.com"
            none TXT "v=spf1 -all"
            _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
            """;

    private static MapTree good() {
        return new MapTree()
                .with(MAIN, GOOD_MAIN)
                .with(MASTER, GOOD_MASTER)
                .with(
                        DKIM,
                        """
                        Mode sv
                        UserID opendkim
                        KeyTable /etc/opendkim/KeyTable
                        SigningTable refile:/etc/opendkim/SigningTable
                        InternalHosts /etc/opendkim/TrustedHosts
                        Socket inet:8891@localhost
                        """)
                .with("/etc/opendkim/KeyTable", "k example.com:s:/etc/opendkim/s.private\n")
                .with("/etc/opendkim/SigningTable", "*@example.com k\n*@*.example.com k\n")
                .with("/etc/opendkim/TrustedHosts", "127.0.0.1\n::1\n192.168.0.0/24\n")
                .refuse("/etc/opendkim/s.private")
                .with(
                        "/etc/bind/named.conf",
                        """
                        options { directory "/etc/bind"; allow-recursion { 127.0.0.1; }; };
                        zone "example.com" { type master; file "example.com.zone"; };
                        """)
                .with(ZONE, GOOD_ZONE)
                .with(
                        DOVECOT,
                        """
                        ssl = required
                        ssl_cert = </etc/letsencrypt/live/mail.example.com/fullchain.pem
                        #ssl_protocols = !SSLv3
                        """)
                .with(
                        NGINX,
                        """
                        http {
                            server {
                                listen 80 default_server;
                                location /.well-known/acme-challenge/ { root /srv/certbot; }
                                location / { return 301 https://$host$request_uri; }
                            }
                        }
                        """)
                .with(
                        RENEWAL,
                        """
                        [renewalparams]
                        authenticator = webroot
                        renew_hook = systemctl reload postfix dovecot
                        [[webroot_map]]
                        mail.example.com = /srv/certbot
                        """)
                .with(
                        "/etc/cron.d/certbot",
                        "0 */12 * * * root test -x /usr/bin/certbot -a \\! -d /run/systemd/system"
                                + " && perl -e 'sleep int(rand(43200))' && certbot -q renew\n")
                .with("/etc/systemd/system/timers.target.wants/certbot.timer", "[Timer]\n");
    }

    private static List<Slip> slips(MapTree tree, Resolver resolver) {
        return Slips.of(Setup.read(tree), resolver, NOW);
    }

    @Test
    void nothingIsSaidOfAGoodSetup() {
        assertThat(slips(good(), Slips.NO_DNS)).isEmpty();
        assertThat(Setup.read(good()).damages()).isEmpty();
        assertThat(slips(new MapTree(), Slips.NO_DNS)).isEmpty();
    }

    /** One change to the good setup: a text of a file is replaced, and these slips come of it. */
    private record Change(String path, String from, String to, Set<SlipRule> rules) {
        @Override
        public String toString() {
            return path + ": " + to + " → " + rules;
        }
    }

    private static Change change(String path, String from, String to, SlipRule... rules) {
        Set<SlipRule> all = EnumSet.noneOf(SlipRule.class);
        all.addAll(Arrays.asList(rules));
        return new Change(path, from, to, all);
    }

    static Stream<Arguments> changes() {
        List<Change> all = new ArrayList<>();
        all.addAll(postfix());
        all.addAll(opendkim());
        all.addAll(zone());
        all.addAll(servers());
        all.addAll(renewal());
        return all.stream().map(Arguments::of);
    }

    private static List<Change> postfix() {
        return List.of(
                change(MAIN, "smtpd_tls_security_level = may\n", "", SlipRule.TLS_NOT_OFFERED),
                change(MAIN, "smtpd_tls_security_level = may", "smtpd_use_tls = yes"),
                change(
                        MAIN,
                        "smtpd_tls_security_level = may",
                        "  smtpd_tls_security_level = may",
                        SlipRule.LINE_SWALLOWED,
                        SlipRule.TLS_NOT_OFFERED),
                change(
                        MAIN,
                        "smtpd_tls_security_level = may",
                        "smtpd_tls_security_level = may # as Gmail wants",
                        SlipRule.COMMENT_IN_VALUE),
                change(MAIN, "smtp_tls_security_level = dane\n", "", SlipRule.OUTGOING_UNENCRYPTED),
                change(MAIN, "smtp_tls_security_level = dane", "smtp_use_tls = yes"),
                change(
                        MAIN,
                        "/etc/ssl/certs/ca-certificates.crt",
                        "/etc/letsencrypt/live/mail.example.com/fullchain.pem",
                        SlipRule.OWN_CHAIN_AS_TRUST),
                change(
                        MAIN,
                        "myhostname = mail.example.com",
                        "mynetworks = 0.0.0.0/0",
                        SlipRule.OPEN_RELAY),
                change(
                        MAIN,
                        "milter_default_action = accept\n",
                        "",
                        SlipRule.MILTER_DOWN_STOPS_MAIL),
                change(MAIN, "milter_default_action = accept", "milter_default_action = tempfail"),
                change(
                        MAIN,
                        "milter_default_action = accept",
                        "milter_default_action = accept\nmilter_protocol = 2",
                        SlipRule.MILTER_PROTOCOL_OLD),
                change(
                        MAIN,
                        "non_smtpd_milters = $smtpd_milters\n",
                        "",
                        SlipRule.LOCAL_MAIL_UNSIGNED),
                change(MAIN, ":8891", ":8892", SlipRule.MILTER_NOT_LISTENING),
                change(
                        MAIN,
                        "smtpd_milters = inet:127.0.0.1:8891\n",
                        "smtpd_milters =\n",
                        SlipRule.MILTER_UNUSED),
                change(
                        MAIN,
                        "inet:127.0.0.1:8891",
                        "{ inet:localhost:8891, default_action=accept }"),
                change(
                        MAIN,
                        "myhostname = mail.example.com",
                        "myhostname = mail.example.com\nbiff = no\nbiff = yes",
                        SlipRule.SETTING_REPLACED),
                change(
                        MAIN,
                        "myhostname = mail.example.com",
                        "myhostname = mail.example.com\nbiff = no\nbiff = no"),
                change(
                        MASTER,
                        "  -o smtpd_sasl_auth_enable=yes",
                        "  -o smtpd_sasl_auth_enable=yes\n  -o smtpd_milters=",
                        SlipRule.SUBMISSION_UNFILTERED),
                change(
                        MAIN,
                        "myhostname = mail.example.com",
                        "smtpd_recipient_restrictions = check_policy_service"
                                + " unix:private/policyd-spf",
                        SlipRule.POLICY_SERVICE_MISSING),
                change(
                        MAIN,
                        "myhostname = mail.example.com",
                        "smtpd_recipient_restrictions = check_policy_service"
                                + " unix:private/cleanup, check_policy_service inet:h:1"),
                change(
                        MASTER,
                        "  -o smtpd_tls_security_level=encrypt\n",
                        "",
                        SlipRule.LOGIN_UNENCRYPTED),
                change(
                        MASTER,
                        "  -o smtpd_tls_security_level=encrypt\n",
                        "  -o smtpd_tls_auth_only=yes\n"));
    }

    private static List<Change> opendkim() {
        String table = "/etc/opendkim/SigningTable";
        return List.of(
                change(DKIM, "refile:", "", SlipRule.SIGNING_TABLE_NEEDS_REFILE),
                change(DKIM, "Mode sv", "Mode v", SlipRule.SIGNING_SWITCHED_OFF),
                change(DKIM, "Mode sv", "KeyFile /x\nMode sv", SlipRule.SETTING_IGNORED),
                change(DKIM, "Mode sv", "SoftwareHeader yes", SlipRule.FILTER_FIELD_NO_PROOF),
                change(DKIM, "Mode sv", "SoftwareHeader no"),
                change(DKIM, "Mode sv", "UserID nobody # first", SlipRule.SETTING_REPLACED),
                change(
                        DKIM,
                        "Mode sv",
                        "ExternalIgnoreList refile:/etc/opendkim/TrustedHosts",
                        SlipRule.LIST_WITHOUT_EFFECT),
                change(DKIM, "8891@localhost", "8891", SlipRule.MILTER_PORT_OPEN),
                change(DKIM, "localhost", "127.0.0.1"),
                change(table, "*@example.com k", "*@example.com K", SlipRule.SIGNING_KEY_UNKNOWN),
                change(table, "*@*.example.com k\n", "", SlipRule.SUBDOMAIN_UNSIGNED),
                change(table, "*@*.example.com k\n", "*@sub.example.com k\n"),
                change(
                        "/etc/opendkim/KeyTable",
                        "s.private",
                        "missing.private",
                        SlipRule.KEY_FILE_UNUSABLE),
                change(
                        "/etc/opendkim/TrustedHosts",
                        "127.0.0.1\n::1\n",
                        "",
                        SlipRule.LOOPBACK_REPLACED),
                change(
                        "/etc/opendkim/TrustedHosts",
                        "192.168.0.0/24",
                        "192.168.0.1/24",
                        SlipRule.HOST_NEVER_MATCHES),
                change(
                        "/etc/opendkim/TrustedHosts",
                        "192.168.0.0/24",
                        "0.0.0.0/0",
                        SlipRule.EVERYBODY_INTERNAL));
    }

    private static List<Change> zone() {
        String spf = "@ TXT \"v=spf1 ip4:192.0.2.25 -all\"";
        return List.of(
                change(ZONE, spf, spf + "\n@ TXT \"v=spf1 mx -all\"", SlipRule.SPF_TWICE),
                change(ZONE, spf, "@ TXT \"v=spf1 ipv4:192.0.2.25 -all\"", SlipRule.SPF_MALFORMED),
                change(ZONE, "25 -all", "25 +ip4:192.0.2.25 -all", SlipRule.SPF_REPEATED),
                change(
                        ZONE,
                        "redirect=example.com\"",
                        "redirect=_spf.example.com\"\n_spf TXT \"v=spf1 mx:example.com -all\"",
                        SlipRule.SPF_SUBDOMAIN_BY_MX),
                change(
                        ZONE,
                        "sub TXT \"v=spf1 redirect=example.com\"",
                        "sub TXT \"v=spf1 redirect=_spf.example.com\"\n"
                                + "_spf TXT \"v=spf1 mx:other.example.com -all\"\n"
                                + "other MX 1 far\nfar A 192.0.2.99",
                        SlipRule.SPF_SUBDOMAIN_FAILS),
                change(
                        ZONE,
                        "_dmarc TXT",
                        "_dmarc TXT \"v=DMARC1; p=none\"\n_dmarc TXT",
                        SlipRule.DMARC_TWICE),
                change(ZONE, "p=reject", "p=refuse", SlipRule.DMARC_MALFORMED),
                change(ZONE, "v=DMARC1;", "v=dmarc1;", SlipRule.DMARC_MALFORMED),
                change(ZONE, "p=reject;", "p=reject; pct=100;", SlipRule.DMARC_PCT),
                change(ZONE, "dmarc@example.com", "info@example", SlipRule.REPORTS_UNDELIVERABLE),
                change(
                        ZONE,
                        "dmarc@example.com",
                        "dmarc@nowhere.example.com",
                        SlipRule.REPORTS_UNDELIVERABLE),
                // What only the DNS can tell is not said where nobody is asked.
                change(ZONE, "dmarc@example.com", "dmarc@example.net"),
                change(ZONE, "mail A 192.0.2.25\n", "", SlipRule.MX_WITHOUT_ADDRESS),
                change(
                        ZONE,
                        "none TXT",
                        "_adsp._domainkey TXT \"dkim=all\"\nnone TXT",
                        SlipRule.ADSP_HISTORIC),
                change(
                        ZONE,
                        "none TXT",
                        "s._domainkey TXT \"v=DKIM1; k=rsa; p==;;\"\nnone TXT",
                        SlipRule.KEY_RECORD_MALFORMED),
                change(ZONE, "2026112401", "1347519085", SlipRule.SERIAL_SECONDS),
                change(ZONE, "2026112401", "17"));
    }

    private static List<Change> servers() {
        return List.of(
                change(DOVECOT, "#ssl_pro", "# ssl_pro", SlipRule.OLD_TLS),
                change(DOVECOT, "#ssl_pro", "ssl_min_protocol = TLSv1.2\n# ssl_pro"),
                change(DOVECOT, "#ssl_pro", "ssl_min_protocol = TLSv1\n#", SlipRule.OLD_TLS),
                change(
                        DOVECOT,
                        "ssl = required",
                        "ssl = yes\ndisable_plaintext_auth = no",
                        SlipRule.LOGIN_UNENCRYPTED),
                change(DOVECOT, "ssl = required", "ssl = required\ndisable_plaintext_auth = no"),
                change(NGINX, "http {", "http { ssl_protocols SSLv3 TLSv1.2;", SlipRule.OLD_TLS),
                change(NGINX, "http {", "http { ssl_protocols TLSv1.2 TLSv1.3;"),
                change("/etc/bind/named.conf", "127.0.0.1; }", "any; }", SlipRule.OPEN_RESOLVER));
    }

    private static List<Change> renewal() {
        String dovecot = "renew_hook = systemctl reload postfix dovecot\n";
        return List.of(
                change(RENEWAL, dovecot, "", SlipRule.RENEWED_NOT_LOADED),
                change(RENEWAL, dovecot, "renew_hook = /usr/local/bin/after.sh\n"),
                change(RENEWAL, "renew_hook", "post_hook", SlipRule.HOOK_AFTER_FAILURE),
                change(RENEWAL, "reload postfix", "restart postfix", SlipRule.RESTART_CUTS),
                // A server of its own for the challenge: stop before, start after.
                change(
                        RENEWAL,
                        "renew_hook",
                        "pre_hook = systemctl stop nginx\npost_hook = systemctl start nginx\n"
                                + "renew_hook"),
                change(
                        RENEWAL,
                        "= /srv/certbot",
                        "= /var/www/html",
                        SlipRule.CHALLENGE_FOLDER_DIFFERS),
                change(
                        NGINX,
                        "root /srv/certbot;",
                        "return 404;",
                        SlipRule.CHALLENGE_FOLDER_DIFFERS),
                change(
                        NGINX,
                        "location /.well-known/acme-challenge/ { root /srv/certbot; }",
                        "location /.well-known/ { proxy_pass http://127.0.0.1:8080; } } server {"
                                + " listen 8080; root /srv/certbot;"),
                change(
                        NGINX,
                        "{ root /srv/certbot; }",
                        "{ alias /srv/certbot/.well-known/acme-challenge/; }"),
                change(
                        "/etc/cron.d/certbot",
                        "certbot -q renew",
                        "certbot -q renew\n0 3 * * * root certbot renew",
                        SlipRule.RENEWED_TWICE),
                change(
                        "/etc/cron.d/certbot",
                        "certbot -q renew",
                        "certbot -q renew >/dev/null 2>&1",
                        SlipRule.RENEWAL_SILENT),
                change(
                        "/etc/cron.d/certbot",
                        "certbot -q renew",
                        "/opt/certbot-auto -q renew",
                        SlipRule.RENEWAL_PROGRAM_DEAD));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void oneChangeOneSlip(Change change) {
        MapTree tree = good();
        String before =
                new String(tree.file(change.path()).orElseThrow().octets(), StandardCharsets.UTF_8);
        assertThat(before).contains(change.from());
        tree.with(change.path(), before.replace(change.from(), change.to()));
        Set<SlipRule> found = EnumSet.noneOf(SlipRule.class);
        slips(tree, Slips.NO_DNS).forEach(s -> found.add(s.rule()));
        assertThat(found).isEqualTo(change.rules());
    }

    @Test
    void socketsOutsideOfTheChrootAreNotReached() {
        MapTree tree =
                good().with(MASTER, GOOD_MASTER.replace("n  -  n  -", "n  -  y  -"))
                        .with(
                                MAIN,
                                GOOD_MAIN.replace(
                                        "inet:127.0.0.1:8891", "unix:/run/opendkim/o.sock"));
        String conf = "SigningTable refile:/etc/opendkim/SigningTable\nSocket local:";
        assertThat(slips(tree.with(DKIM, conf + "/run/opendkim/o.sock\n"), Slips.NO_DNS))
                .extracting(Slip::rule)
                .containsOnly(SlipRule.MILTER_OUTSIDE_CHROOT);
        String inside = conf + "/var/spool/postfix/run/opendkim/o.sock\n";
        assertThat(slips(tree.with(DKIM, inside), Slips.NO_DNS)).isEmpty();
    }

    @Test
    void opendmarcComesAfterOpendkim() {
        MapTree tree =
                good().with("/etc/opendmarc.conf", "Socket inet:8893@localhost\n")
                        .with(
                                MAIN,
                                GOOD_MAIN.replace(
                                        "inet:127.0.0.1:8891",
                                        "inet:127.0.0.1:8891, inet:localhost:8893"));
        assertThat(slips(tree, Slips.NO_DNS)).isEmpty();
        tree.with(
                MAIN,
                GOOD_MAIN.replace(
                        "inet:127.0.0.1:8891", "inet:localhost:8893, inet:127.0.0.1:8891"));
        assertThat(slips(tree, Slips.NO_DNS))
                .extracting(Slip::rule)
                .containsExactly(SlipRule.MILTER_ORDER);
    }

    private static MapTree withOpendmarc(String conf) {
        return good().with("/etc/opendmarc.conf", "Socket inet:8893@localhost\n" + conf)
                .with(
                        MAIN,
                        GOOD_MAIN.replace(
                                "inet:127.0.0.1:8891", "inet:127.0.0.1:8891, inet:localhost:8893"));
    }

    @ParameterizedTest
    @CsvSource({
        "RejectFailures true, OWN_MAIL_REJECTED",
        "RejectFailures yes; IgnoreAuthenticatedClients yes,",
        "RejectFailures false,",
        "'',"
    })
    void usersAreNotJudged(String conf, @Nullable SlipRule expected) {
        MapTree tree = withOpendmarc(conf.replace("; ", "\n") + "\n");
        assertThat(slips(tree, Slips.NO_DNS))
                .extracting(Slip::rule)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, '', false",
        "HOSTNAME, '', false",
        "other.example, '', true",
        "other.example, 'TrustedAuthservIDs HOSTNAME, other.example', false",
        "other.example, AuthservID other.example, false"
    })
    void opendmarcTrustsTheNameOfOpendkim(String name, String conf, boolean told) {
        MapTree tree = withOpendmarc(conf + "\n");
        String dkim = new String(tree.file(DKIM).orElseThrow().octets(), StandardCharsets.UTF_8);
        tree.with(DKIM, dkim + "AuthservID " + name + "\n");
        assertThat(slips(tree, Slips.NO_DNS))
                .extracting(Slip::rule)
                .isEqualTo(told ? List.of(SlipRule.DKIM_RESULT_IGNORED) : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "007, opendkim, opendkim:x:110:, true",
        "007, opendkim, 'opendkim:x:110:a,postfix', false",
        "007, opendkim:postfix, opendkim:x:110:, false",
        "000, opendkim, opendkim:x:110:, false",
        "007, opendkim, other:x:110:, false"
    })
    void postfixIsInTheGroupOfTheSocket(String mask, String user, String groups, boolean told) {
        MapTree tree =
                good().with(
                                MAIN,
                                GOOD_MAIN.replace(
                                        "inet:127.0.0.1:8891", "unix:/run/opendkim/o.sock"))
                        .with("/etc/group", groups + "\n")
                        .with(
                                DKIM,
                                "SigningTable refile:/etc/opendkim/SigningTable\nUMask "
                                        + mask
                                        + "\nUserID "
                                        + user
                                        + "\nSocket local:/run/opendkim/o.sock\n");
        assertThat(slips(tree, Slips.NO_DNS))
                .extracting(Slip::rule)
                .isEqualTo(told ? List.of(SlipRule.MILTER_SOCKET_FORBIDDEN) : List.of());
    }

    @Test
    void tablesOfTheDaemonAreTold() {
        MapTree tree = good().rights("/etc/opendkim/KeyTable", "opendkim", 0644);
        assertThat(slips(tree, Slips.NO_DNS))
                .extracting(s -> s.rule() + " " + s.at())
                .containsExactly("TABLE_OWNED_BY_DAEMON /etc/opendkim/KeyTable:0");
    }

    @Test
    void othersAreAskedWhetherTheyTakeReports() {
        MapTree tree =
                good().with(ZONE, GOOD_ZONE.replace("dmarc@example.com", "dmarc@example.net"));
        Resolver silent = FakeResolver.of("example.net MX 10 mx.example.net");
        assertThat(slips(tree, silent))
                .extracting(Slip::rule)
                .containsExactly(SlipRule.REPORTS_NOT_AUTHORIZED);
        Resolver willing =
                FakeResolver.of(
                        "example.net MX 10 mx.example.net",
                        "example.com._report._dmarc.example.net TXT v=DMARC1");
        assertThat(slips(tree, willing)).isEmpty();
    }
}
