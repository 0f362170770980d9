#!/bin/bash
# The server that people have who followed the how-to of 2019, its slips included, on Debian packages. Run as root on
# a machine of its own. $1: this machine's address, $2: zone file lines of the peer.
set -e
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
address=$1
hostname mail.example.com 2>/dev/null || true
echo mail.example.com >/etc/mailname
printf '127.0.0.1 localhost\n%s mail.example.com mail\n' "$address" >/etc/hosts
printf 'nameserver 127.0.0.1\n' >/etc/resolv.conf

# Steps 1 to 6: the zones.
zone() {
    cat <<ZONE
\$ttl 38400
$1.	IN	SOA	ns.$1.	info.$1. (
		1347519085			; シリアル番号
		10800				; リフレッシュ間隔
		3600				; リトライ間隔
		604800				; ゾーンの有効期
		38400 )				; ネガティブキャッシュ有効期間
$1.	IN	NS	ns.$1.		; このゾーンのプライマリマスタ
$1.	IN	NS	ns3.example.org.	; セカンダリマスタ
$1.	IN	MX	10 mail.example.com.	; メール用
$1.	IN	A	$address
ns.$1.	IN	A	$address
mail.$1.	IN	A	$address
$1.	IN	TXT	"google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ"	; メールの認証
$1.	IN	TXT	"v=spf1 +ip4:$address -all"	; SPFレコード
hoge.$1.	IN	TXT	"v=spf1 redirect=_spf.$1"
_spf.$1.	IN	TXT	"v=spf1 mx:$1 -all"
ZONE
}
for domain in example.com example.net; do
    zone $domain >/etc/bind/$domain.zone
    # Steps 8 and 9: a folder and a key each.
    selector=${domain%%.*}
    [ $domain = example.com ] || selector=second
    mkdir -p /etc/opendkim/keys/$domain
    opendkim-genkey --directory=/etc/opendkim/keys/$domain --domain=$domain --bits=2048 --selector=$selector
    # Steps 10 and 11: ADSP, and the key in the file's own style.
    key=$(tr -d '\n\t "' </etc/opendkim/keys/$domain/$selector.txt | sed 's/.*p=//; s/).*//')
    {
        printf '_adsp._domainkey.%s.\tIN\tTXT\t"dkim=unknown"\n' $domain
        printf '%s._domainkey.%s.\tIN\tTXT\t( "v=DKIM1; k=rsa; "\n\t\t"p=%s"\n\t\t"%s" )  ; ----- DKIM key %s for %s\n' \
            $selector $domain "${key:0:200}" "${key:200}" $selector $domain
        # Step 20.
        printf '_dmarc.%s.\tIN\tTXT\t"v=DMARC1; p=quarantine; pct=100; rua=mailto:info@example"\n' $domain
    } >>/etc/bind/$domain.zone
    cat >>/etc/bind/named.conf.local <<CONF
zone "$domain" { type master; file "/etc/bind/$domain.zone"; };
CONF
done
cp -a /etc/opendkim.conf /etc/opendkim.conf.orig

# Steps 13 to 16.
mkdir -p /etc/opendkim
cat >/etc/opendkim/KeyTable <<'CONF'
example._domainkey.example.com example.com:example:/etc/opendkim/keys/example.com/example.private
second._domainkey.example.net example.net:second:/etc/opendkim/keys/example.net/second.private
CONF
cat >/etc/opendkim/SigningTable <<'CONF'
*@example.com example._domainkey.example.com
*@example.net second._domainkey.example.net
CONF
printf '127.0.0.1\n::1\n' >/etc/opendkim/TrustedHosts
chown -R opendkim:opendkim /etc/opendkim/*
cat >/etc/opendkim.conf <<'CONF'
## OpenDKIM の設定
PidFile	/run/opendkim/opendkim.pid
Mode	sv
Syslog	yes
SyslogSuccess	yes
LogWhy	yes
UserID	opendkim
Socket	inet:8891@localhost
Umask	002
SendReports	yes
SoftwareHeader	yes
Canonicalization	relaxed/relaxed
#Domain	example.com
#Selector	default
MinimumKeyBits	1024
#KeyFile	/etc/opendkim/keys/default.private
KeyTable	/etc/opendkim/KeyTable
SigningTable	/etc/opendkim/SigningTable
ExternalIgnoreList	/etc/opendkim/TrustedHosts
InternalHosts	/etc/opendkim/TrustedHosts
OversignHeaders	From
CONF

# What is there before and besides: a Postfix, and step 18 and 28 to 31 at the end of its main.cf.
cat >/etc/postfix/main.cf <<'CONF'
# メールサーバーの設定
compatibility_level = 2
smtpd_banner = $myhostname ESMTP $mail_name
biff = no
append_dot_mydomain = no
alias_maps = hash:/etc/aliases
alias_database = hash:/etc/aliases
myhostname = mail.example.com
mydomain = example.com
myorigin = $mydomain
mydestination = $myhostname, localhost.$mydomain, localhost,
    # 二つ目のドメイン
    example.com, example.net
mynetworks = 127.0.0.0/8 [::1]/128
inet_interfaces = all
inet_protocols = ipv4
home_mailbox = Maildir/
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_recipient_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination

# DKIM
smtpd_milters = unix:/run/opendkim/opendkim.sock
non_smtpd_milters = unix:/run/opendkim/opendkim.sock
smtpd_milters = inet:localhost:8891
non_smtpd_milters = inet:localhost:8891

smtpd_tls_cert_file = /etc/letsencrypt/live/mail.example.com/fullchain.pem
smtpd_tls_key_file = /etc/letsencrypt/live/mail.example.com/privkey.pem
smtp_tls_CAfile = /etc/letsencrypt/live/mail.example.com/fullchain.pem
smtp_tls_security_level = may
CONF
cat >>/etc/postfix/master.cf <<'CONF'
submission inet n       -       y       -       -       smtpd
  -o syslog_name=postfix/submission
CONF
newaliases 2>/dev/null
id info >/dev/null 2>&1 || useradd -m -s /bin/bash info

# Step 22: the certificate, as certbot leaves it.
live=/etc/letsencrypt/live/mail.example.com
archive=/etc/letsencrypt/archive/mail.example.com
mkdir -p $live $archive /etc/letsencrypt/renewal /var/www/html/example
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=mail.example.com -addext subjectAltName=DNS:mail.example.com \
    -days 60 -keyout $archive/privkey1.pem -out $archive/cert1.pem 2>/dev/null
cp $archive/cert1.pem $archive/chain1.pem
cp $archive/cert1.pem $archive/fullchain1.pem
chmod 600 $archive/privkey1.pem
for name in cert chain fullchain privkey; do ln -sf ../../archive/mail.example.com/${name}1.pem $live/$name.pem; done
cat >/etc/letsencrypt/renewal/mail.example.com.conf <<'CONF'
# renew_before_expiry = 30 days
version = 1.11.0
archive_dir = /etc/letsencrypt/archive/mail.example.com
cert = /etc/letsencrypt/live/mail.example.com/cert.pem
privkey = /etc/letsencrypt/live/mail.example.com/privkey.pem
chain = /etc/letsencrypt/live/mail.example.com/chain.pem
fullchain = /etc/letsencrypt/live/mail.example.com/fullchain.pem

# Options used in the renewal process
[renewalparams]
account = 0123456789abcdef0123456789abcdef
authenticator = webroot
webroot_path = /var/www/html/example,
server = https://acme-v02.api.letsencrypt.org/directory
[[webroot_map]]
mail.example.com = /var/www/html/example
CONF

# Steps 23 to 26.
rm -f /etc/nginx/sites-enabled/default
cat >/etc/nginx/conf.d/example.conf <<'CONF'
server {
    listen 443 ssl;
    server_name example.net mail.example.com;
    ssl_certificate /etc/letsencrypt/live/mail.example.com/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/mail.example.com/privkey.pem;
    location / { proxy_pass http://127.0.0.1:8080; }
}
server {
    listen 8080;
    server_name example.net mail.example.com;
    root /var/www/html/example;
}
server {
    listen 80;
    server_name example.net mail.example.com;
    root /var/www/html/example;
}
CONF

# Steps 33 to 35.
cat >/etc/dovecot/conf.d/10-ssl.conf <<'CONF'
ssl = yes
ssl_cert = </etc/letsencrypt/live/mail.example.com/fullchain.pem
ssl_key = </etc/letsencrypt/live/mail.example.com/privkey.pem
# ssl_protocols = !SSLv2 !SSLv3
CONF
sed -i 's|^mail_location = .*|mail_location = maildir:~/Maildir|' /etc/dovecot/conf.d/10-mail.conf
cat >>/etc/dovecot/conf.d/10-master.conf <<'CONF'
service auth {
  unix_listener /var/spool/postfix/private/auth {
    mode = 0666
  }
}
CONF

# Step 37.
cat >>/etc/crontab <<'CONF'
0 5 * * * root /root/certbot-auto renew --post-hook "service nginx restart;service postfix restart;service dovecot restart" >/dev/null 2>&1
CONF

# What the peer needs of the DNS, so that the test needs one name server only.
[ -z "$2" ] || printf '%s\n' "$2" >>/etc/bind/named.conf.local

start() {
    for service in "$@"; do
        /etc/init.d/$service start >/tmp/start.$service 2>&1 </dev/null || { cat /tmp/start.$service; echo "$service did not start"; exit 1; }
    done
}
start named opendkim opendmarc dovecot nginx postfix
