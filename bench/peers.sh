# Sourced by ./run: the stack that an administrator runs today, in a network namespace with its own loopback and resolver.
# BIND, one Postfix for each direction, OpenDKIM for each direction, OpenDMARC. Needs root and the Debian packages
# bind9 postfix opendkim opendkim-tools opendmarc python3-dkim.

NS=hikyaku-bench
in_ns() { ip netns exec "$NS" "$@"; }

namespace_up() {
    ip netns add "$NS"
    in_ns ip link set lo up
    mkdir -p "/etc/netns/$NS"
    echo 'nameserver 127.0.0.1' >"/etc/netns/$NS/resolv.conf"
    printf '127.0.0.1 localhost mx.rcpt.example\n' >"/etc/netns/$NS/hosts"
}

namespace_down() {
    local pids
    pids=$(ip netns pids "$NS" 2>/dev/null || true)
    [ -z "$pids" ] || kill $pids 2>/dev/null || true
    for _ in $(seq 50); do
        [ -n "$(ip netns pids "$NS" 2>/dev/null)" ] || break
        sleep 0.1
    done
    pids=$(ip netns pids "$NS" 2>/dev/null || true)
    [ -z "$pids" ] || kill -9 $pids 2>/dev/null || true
    ip netns del "$NS" 2>/dev/null || true
    rm -rf "/etc/netns/$NS"
}

# The message: 8 KB of text, from alice@sender.example to bob@rcpt.example.
message() {
    printf 'From: Alice <alice@sender.example>\nTo: Bob <bob@rcpt.example>\nSubject: throughput\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n'
    printf 'Message-ID: <bench.1@sender.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n'
    awk 'BEGIN { srand(7); n = split("a courier who gets through every checkpoint carries letters along the old road between two towns by day and night", w, " ");
        for (size = 0; size < 7600; size += length(line) + 1) { line = w[int(rand() * n) + 1]; while (length(line) < 62) line = line " " w[int(rand() * n) + 1]; print line } }'
}

bind_up() { # $1 work folder
    local w=$1
    mkdir -p "$w/named" "$w/keys" "$w/run"
    opendkim-genkey -D "$w/keys" -d sender.example -b 2048 -s sel1
    {
        cat <<'Z'
$TTL 3600
@ IN SOA ns.sender.example. root.sender.example. ( 1 3600 600 86400 60 )
@ IN NS ns.sender.example.
ns IN A 127.0.0.1
@ IN A 127.0.0.1
@ IN MX 10 mx.sender.example.
mx IN A 127.0.0.1
mx IN TXT "v=spf1 a -all"
@ IN TXT "v=spf1 ip4:127.0.0.1 -all"
_dmarc IN TXT "v=DMARC1; p=reject; rua=mailto:agg@sender.example"
Z
        cat "$w/keys/sel1.txt"
    } >"$w/named/sender.zone"
    cat >"$w/named/rcpt.zone" <<'Z'
$TTL 3600
@ IN SOA ns.rcpt.example. root.rcpt.example. ( 1 3600 600 86400 60 )
@ IN NS ns.rcpt.example.
ns IN A 127.0.0.1
@ IN MX 10 mx.rcpt.example.
mx IN A 127.0.0.1
Z
    printf '$TTL 3600\n@ IN SOA . . ( 1 3600 600 86400 60 )\n@ IN NS ns.sender.example.\n' >"$w/named/root.zone"
    printf '$TTL 3600\n@ IN SOA ns.sender.example. root.sender.example. ( 1 3600 600 86400 60 )\n@ IN NS ns.sender.example.\n1.0.0 IN PTR mx.sender.example.\n' >"$w/named/reverse.zone"
    cat >"$w/named/named.conf" <<C
options { directory "$w/named"; listen-on { 127.0.0.1; }; listen-on-v6 { none; }; recursion yes; allow-recursion { any; };
  pid-file "$w/run/named.pid"; session-keyfile "$w/run/session.key"; dnssec-validation no; };
zone "sender.example" { type master; file "sender.zone"; };
zone "rcpt.example" { type master; file "rcpt.zone"; };
zone "127.in-addr.arpa" { type master; file "reverse.zone"; };
zone "." { type master; file "root.zone"; };
C
    in_ns named -c "$w/named/named.conf" -u root
    message >"$w/plain.eml"
    dkimsign sel1 sender.example "$w/keys/sel1.private" <"$w/plain.eml" >"$w/signed.eml"
}

postfix_up() { # $1 work folder, $2 in, out, or ours (in with one milter, ours)
    local w=$1 d=$2 port milters
    case "$d" in
        in) port=2525 milters='inet:127.0.0.1:8891, inet:127.0.0.1:8893' ;;
        ours) port=2527 milters='inet:127.0.0.1:8895' ;;
        *) port=2526 milters='inet:127.0.0.1:8892' ;;
    esac
    mkdir -p "$w/pf-$d" "$w/q-$d" "$w/d-$d"
    cat >"$w/pf-$d/main.cf" <<C
compatibility_level = 3.6
queue_directory = $w/q-$d
data_directory = $w/d-$d
mail_owner = postfix
myhostname = mx.rcpt.example
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_client_connection_rate_limit = 0
default_process_limit = 100
milter_default_action = accept
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_milters = $milters
maillog_file = $w/run/maillog-$d
maillog_file_prefixes = /tmp
C
    if [ "$d" != out ]; then
        cat >>"$w/pf-$d/main.cf" <<C
virtual_mailbox_domains = rcpt.example
virtual_mailbox_maps = static:bob/
virtual_mailbox_base = $w/mail
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
C
        mkdir -p "$w/mail/bob"
        chown -R 5000:5000 "$w/mail"
    else
        echo 'relayhost = [127.0.0.1]:2600' >>"$w/pf-$d/main.cf"
    fi
    sed -e "s/^smtp      inet.*smtpd\$/127.0.0.1:$port inet n - n - - smtpd/" -e 's/^\([a-z]\+ *unix *[-n]* *[-n]* *\)y/\1n/' \
        /etc/postfix/master.cf >"$w/pf-$d/master.cf"
    chown root "$w/q-$d"
    chown postfix "$w/d-$d"
    in_ns postfix -c "$w/pf-$d" start >/dev/null 2>&1 || true
}

milters_up() { # $1 work folder
    local w=$1
    chown -R opendkim "$w/keys"
    chmod 600 "$w/keys/sel1.private"
    printf 'Mode v\nSocket inet:8891@127.0.0.1\nUserID opendkim\nNameservers 127.0.0.1\nSyslog no\nInternalHosts 192.0.2.1\n' >"$w/opendkim-verify.conf"
    printf 'Mode s\nSocket inet:8892@127.0.0.1\nUserID opendkim\nNameservers 127.0.0.1\nSyslog no\nDomain sender.example\nSelector sel1\nKeyFile %s\nRequireSafeKeys no\nInternalHosts 127.0.0.1\nCanonicalization relaxed/relaxed\n' \
        "$w/keys/sel1.private" >"$w/opendkim-sign.conf"
    printf 'Socket inet:8893@127.0.0.1\nUserID opendmarc\nSyslog false\nRejectFailures true\nSPFSelfValidate true\nSPFIgnoreResults true\nIgnoreHosts /dev/null\n' >"$w/opendmarc.conf"
    in_ns opendkim -x "$w/opendkim-verify.conf"
    in_ns opendkim -x "$w/opendkim-sign.conf"
    in_ns opendmarc -c "$w/opendmarc.conf"
}

# CPU seconds used so far by the namespace's processes whose name matches $1 (a grep -E pattern), ended children included.
cpu_of() {
    local pid
    for pid in $(ip netns pids "$NS"); do
        if grep -qxE "$1" "/proc/$pid/comm" 2>/dev/null; then
            sed 's/^.*) //' "/proc/$pid/stat" 2>/dev/null | awk '{print $12 + $13 + $14 + $15}' || true
        fi
    done | awk -v hz="$(getconf CLK_TCK)" '{ s += $1 } END { printf "%.2f\n", s / hz }'
}

# Waits until command "$@" succeeds, at most 300 s.
wait_until() {
    local i
    for i in $(seq 3000); do
        "$@" && return 0
        sleep 0.1
    done
    echo "waited 300 s in vain for: $*" >&2
    return 1
}

# Figures of the peers for the files in $1, each label=number: signatures per second, or processor microseconds.
dkim_peers() {
    local w=$1 n=400
    if command -v openssl >/dev/null 2>&1; then
        openssl speed -seconds 3 rsa2048 2>/dev/null | awk '/^rsa/ { print "openssl=" $(NF - 1) }'
    fi
    if /usr/bin/python3 -c 'import dkim, spf' 2>/dev/null; then
        /usr/bin/python3 bench/peers.py "$w" | tr ' ' '='
    fi
    if command -v opendkim >/dev/null 2>&1; then
        printf 'Mode v\nTestPublicKeys %s/records\nSyslog no\n' "$w" >"$w/opendkim-test.conf"
        awk -v one="$(opendkim_cpu "$w" 1)" -v all="$(opendkim_cpu "$w" "$n")" -v n="$n" \
            'BEGIN { printf "opendkim-rsa=%.0f\n", 1e6 * (all - one) / (n - 1) }'
    fi
}

# Processor seconds of opendkim for $2 times the same message.
opendkim_cpu() {
    local list TIMEFORMAT='%U %S'
    list=$(printf "$1/rsa.eml,%.0s" $(seq "$2"))
    { time opendkim -x "$1/opendkim-test.conf" -t "${list%,}" >/dev/null 2>&1; } 2>&1 | awk '{ print $1 + $2 }'
}
