package org.hikyaku.neighbours.slips;

import org.hikyaku.neighbours.MapTree;

/** The setup of the how-to, as people have it. */
final class HowTo {

    static final String MAIN_CF =
            """
            compatibility_level = 2
            myhostname = mail.example.com
            mydomain = example.com
            mydestination = $myhostname, localhost, example.com
            mynetworks = 127.0.0.0/8
            smtpd_milters = unix:/run/opendkim/opendkim.sock
            non_smtpd_milters = unix:/run/opendkim/opendkim.sock
            smtpd_milters = inet:localhost:8891
            non_smtpd_milters = inet:localhost:8891
            smtpd_tls_cert_file = /etc/letsencrypt/live/mail.example.com/fullchain.pem
            smtpd_tls_key_file = /etc/letsencrypt/live/mail.example.com/privkey.pem
            smtp_tls_CAfile = /etc/letsencrypt/live/mail.example.com/fullchain.pem
            smtp_tls_security_level = may
            """;

    static final String MASTER_CF =
            """
            smtp      inet  n       -       n       -       -       smtpd
            cleanup   unix  n       -       n       -       0       cleanup
            """;

    static final String ZONE =
            """
            $ttl 38400
            example.com.	IN	SOA	ns.example.com.	info.example.com. (
            		1347519085			; シリアル番号
            		10800				; リフレッシュ間隔
            		3600				; リトライ間隔
            		604800				; ゾーンの有効期
            		38400 )				; ネガティブキャッシュ有効期間
            example.com.	IN	NS	ns.example.com.		; このゾーンのプライマリマスタ
            example.com.	IN	NS	ns3.example.net.	; セカンダリマスタ
            example.com.	IN	MX	10 mail.example.com.	; メール用
            ns.example.com.	IN	A	192.0.2.25
            mail.example.com.	IN	A	192.0.2.25
            example.com.	IN	TXT	"google-site-verification=abc"	; メールの認証
            example.com.	IN	TXT	"v=spf1 +ip4:192.0.2.25 -all"	; SPFレコード
            hoge.example.com.	IN	TXT	"v=spf1 redirect=_spf.example.com"
            _spf.example.com.	IN	TXT	"v=spf1 mx:example.com -all"
            _adsp._domainkey.example.com.	IN	TXT	"dkim=unknown"
            _dmarc.example.com. IN TXT "v=DMARC1; p=quarantine; pct=100; rua=mailto:info@example"
            """;

    private HowTo() {}

    static MapTree tree() {
        return new MapTree()
                .with("/etc/postfix/main.cf", MAIN_CF)
                .with("/etc/postfix/master.cf", MASTER_CF)
                .with(
                        "/etc/opendkim.conf",
                        """
                        # KeyFile /etc/opendkim/keys/default.private
                        # Selector default
                        SoftwareHeader yes
                        KeyTable /etc/opendkim/KeyTable
                        SigningTable /etc/opendkim/SigningTable
                        ExternalIgnoreList /etc/opendkim/TrustedHosts
                        InternalHosts /etc/opendkim/TrustedHosts
                        Socket inet:8891@localhost
                        UserID opendkim
                        """)
                .with(
                        "/etc/opendkim/KeyTable",
                        "example._domainkey.example.com"
                                + " example.com:example:/etc/opendkim/keys/example.com/example.private\n")
                .with(
                        "/etc/opendkim/SigningTable",
                        "*@example.com example._domainkey.example.com\n")
                .with("/etc/opendkim/TrustedHosts", "127.0.0.1\n::1\n")
                .refuse("/etc/opendkim/keys/example.com/example.private")
                .with("/etc/bind/named.conf", "include \"/etc/bind/named.conf.local\";\n")
                .with(
                        "/etc/bind/named.conf.local",
                        "zone \"example.com\" { type master; file \"/etc/bind/example.com.zone\"; };\n")
                .with("/etc/bind/example.com.zone", ZONE)
                .with("/etc/dovecot/dovecot.conf", "protocols = imap\n!include conf.d/*.conf\n")
                .with(
                        "/etc/dovecot/conf.d/10-ssl.conf",
                        """
                        ssl = yes
                        ssl_cert = </etc/letsencrypt/live/mail.example.com/fullchain.pem
                        ssl_key = </etc/letsencrypt/live/mail.example.com/privkey.pem
                        # ssl_protocols = !SSLv2 !SSLv3
                        """)
                .with("/etc/nginx/nginx.conf", NGINX)
                .with(
                        "/etc/letsencrypt/renewal/mail.example.com.conf",
                        """
                        fullchain = /etc/letsencrypt/live/mail.example.com/fullchain.pem

                        [renewalparams]
                        authenticator = webroot
                        [[webroot_map]]
                        mail.example.com = /var/www/html/example
                        """)
                .with(
                        "/etc/crontab",
                        """
                        PATH=/sbin:/bin:/usr/sbin:/usr/bin
                        0 5 * * * root /root/certbot-auto renew --post-hook "service nginx restart;service postfix restart;service dovecot restart" >/dev/null 2>&1
                        """);
    }

    private static final String NGINX =
            """
            events { }
            http {
                server {
                    listen 80;
                    server_name example.net mail.example.com;
                    root /var/www/html/example;
                }
                server {
                    listen 443 ssl;
                    server_name example.net mail.example.com;
                    ssl_certificate /etc/letsencrypt/live/example.net/fullchain.pem;
                    ssl_certificate_key /etc/letsencrypt/live/example.net/privkey.pem;
                    location / { proxy_pass http://127.0.0.1:8080; }
                }
                server {
                    listen 8080;
                    server_name example.net mail.example.com;
                    root /var/www/html/example;
                }
            }
            """;
}
