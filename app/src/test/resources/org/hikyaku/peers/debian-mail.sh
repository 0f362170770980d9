#!/bin/bash
# A Postfix as Debian's own pages tell to set it up: OpenDKIM and OpenDMARC at sockets within Postfix' chroot, policyd-spf
# as a policy service, one domain. Run as root on a machine of its own. $1: this machine's address, $2: its name server.
set -e
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
address=$1
hostname mail.sender.example
echo mail.sender.example >/etc/mailname
printf '127.0.0.1 localhost\n%s mail.sender.example mail\n' "$address" >/etc/hosts
printf 'nameserver %s\n' "$2" >/etc/resolv.conf

mkdir -p /etc/dkimkeys /var/spool/postfix/opendkim /var/spool/postfix/opendmarc
cp "$3" /etc/dkimkeys/mail.private
chown opendkim: /etc/dkimkeys/mail.private
chmod 600 /etc/dkimkeys/mail.private
chown opendkim:postfix /var/spool/postfix/opendkim
chown opendmarc:postfix /var/spool/postfix/opendmarc
cat >/etc/opendkim.conf <<'CONF'
Syslog                  yes
UMask                   007
UserID                  opendkim
PidFile                 /run/opendkim/opendkim.pid
Canonicalization        relaxed/simple
Mode                    sv
Domain                  sender.example
Selector                mail
KeyFile                 /etc/dkimkeys/mail.private
OversignHeaders         From
Socket                  local:/var/spool/postfix/opendkim/opendkim.sock
CONF
cat >/etc/opendmarc.conf <<'CONF'
AuthservID              mail.sender.example
PidFile                 /run/opendmarc/opendmarc.pid
RejectFailures          true
Socket                  local:/var/spool/postfix/opendmarc/opendmarc.sock
UMask                   0002
UserID                  opendmarc
CONF
cat >/etc/postfix/main.cf <<'CONF'
compatibility_level = 3.6
myhostname = mail.sender.example
myorigin = sender.example
mydestination = $myhostname, sender.example, localhost
mynetworks = 127.0.0.0/8 [::1]/128
inet_interfaces = all
inet_protocols = ipv4
home_mailbox = Maildir/
maillog_file = /var/log/maillog
policyd-spf_time_limit = 3600
smtpd_recipient_restrictions =
    permit_mynetworks,
    reject_unauth_destination,
    # SPF
    check_policy_service unix:private/policyd-spf
milter_default_action = accept
smtpd_milters =
    # the order matters
    local:opendkim/opendkim.sock,
    local:opendmarc/opendmarc.sock
non_smtpd_milters = $smtpd_milters
CONF
cat >>/etc/postfix/master.cf <<'CONF'
policyd-spf  unix  -       n       n       -       0       spawn
    user=policyd-spf argv=/usr/bin/policyd-spf
CONF
touch /etc/aliases
newaliases 2>/dev/null
id info >/dev/null 2>&1 || useradd -m -s /bin/bash info
usermod -a -G opendkim,opendmarc postfix
for service in opendkim opendmarc postfix; do
    /etc/init.d/$service start >/tmp/start.$service 2>&1 </dev/null || { cat /tmp/start.$service; exit 1; }
done
