package org.hikyaku.app.settings;

import org.hikyaku.name.DomainName;

/**
 * The settings file as it is first written: every setting with its meaning; what is commented out
 * is the value that holds anyway.
 */
public final class SettingsText {

    private static final String TEXT =
            """
            # Settings of this mail server. Lines with # are comments; a setting that is commented out has the value shown.
            # Check after a change: hikyaku check-config    Take it over while running: kill -HUP the server
            # このメールサーバーの設定です。# で始まる行は注釈で、注釈になっている設定は示された値が使われます。

            # The name of this host: in greetings and trace fields. It needs an A or AAAA record, and the
            # address needs a PTR record that leads back to this name, or Gmail refuses the mail.
            hostname = "%s"

            [listen]
            # Addresses and ports. "*:25" listens on all addresses, IPv4 and IPv6. [] switches a service off.
            # smtp = ["*:25"]            # other servers bring mail here
            # submission = ["*:587"]     # mail programs, STARTTLS
            # submissions = ["*:465"]    # mail programs, TLS from the start

            [tls]
            # Certificate chain and private key, PEM. Without them the server makes a certificate of its own at its
            # first start: encrypted, but mail programs will ask whether to trust it.
            # certificate = "tls/fullchain.pem"
            # key = "tls/privkey.pem"

            [certificates]
            # Certificates from an authority such as Let's Encrypt, ordered and renewed by this server (see
            # docs/guide/certificates.md). Without names nothing is ordered. More: [certificate."www.example.com"].
            # names = []                  # such as "mail.example.com"; the first is the name of the folder
            # terms-agreed = false        # true: you agree to the terms of the authority
            # contact = []                # mail addresses for it
            # authorities = ["letsencrypt"]    # in this order; others: "zerossl", "google", "buypass", [authority.NAME]
            # challenge = "http-01"       # or "tls-alpn-01", "dns-01" (by dns.publisher), "dns-persist-01"
            # http = "*:80"               # where http-01 is answered
            # webroot = "/var/www/html"   # http-01: the folder of a web server that has port 80
            # tls = "*:443"               # where tls-alpn-01 is answered
            # key = "ecdsa"               # or "ecdsa-p384", "rsa", "rsa-4096"
            # reuse-key = false           # true: a renewal keeps the key (for TLSA records)
            # acme-profile = "shortlived" # of the authority; its usual one without this line
            # folder = "certificates"     # live/NAME/fullchain.pem and privkey.pem, for other programs
            # group = "ssl-cert"          # who may read the certificates, and with the next line the keys
            # group-reads-key = false
            # pre-hook = []               # a program and its arguments, before orders
            # deploy-hook = []            # for each new certificate: RENEWED_LINEAGE, RENEWED_DOMAINS
            # post-hook = []              # after orders
            # reload = []                 # "postfix", "dovecot", "nginx"

            [limits]
            # max-message = "50MiB"
            # max-recipients = 1000
            # max-connections = 2000
            # max-connections-per-address = 100

            [inbound]
            # What is asked of other servers: "default" does what the author's domain asks for in its DMARC record,
            # "gmail" refuses all that Gmail would refuse as well (no PTR, no TLS, neither SPF nor DKIM, ...).
            # profile = "default"
            # What a failed DMARC check leads to in the default profile: "enforce" (RFC 9989: p=reject refuses only where
            # something else speaks against the message as well, otherwise it goes to Junk), "strict" (to the letter, which
            # loses mail of mailing lists), "observe" (it is only written down).
            # dmarc = "enforce"

            [submission]
            # Hosts that may send for our domains without a login, such as a web server in the same network.
            # trusted-networks = []
            # A Dovecot that knows who may log in, in place of the accounts of this server: its socket for authentication
            # clients, "unix:/run/dovecot/auth-client" or "host:port".
            # dovecot = "unix:/run/dovecot/auth-client"
            # dovecot-domain = "example.com"   # of logins without a domain
            # In whose name they may write: "own" address, every address of their "domain", or of "all" our domains.
            # dovecot-senders = "own"

            [outbound]
            # A host that takes all outgoing mail in place of the recipients' own, "host:port".
            # relay = "relay.example.net:25"
            # port = 25
            # max-connections = 100
            # max-connections-per-domain = 20
            # How long a message is tried before it goes back to its sender.
            # lifetime = "5d"

            [dns]
            # Recursive name servers; those of the system where empty. One on this host is best (unbound, BIND): only its
            # word on DNSSEC is believed.
            # servers = []
            # timeout = "5s"

            [dns.publisher]
            # How the records of our own zones get there: "by-hand" (they are shown), "zone-file" (a zone file of BIND and
            # a reload), "update" (RFC 2136 with a TSIG key: BIND, Knot, PowerDNS), "powerdns" (its HTTP API), "command"
            # (a program of yours that reads JSON). Keys stand in files of mode 600.
            # kind = "by-hand"
            # style = "zone"             # by-hand: "zone", "lines", "form" or "form-quoted"
            # file = "/etc/bind/db.{zone}"                # zone-file
            # reload = ["rndc", "reload", "{zone}"]       # zone-file
            # named-conf = "/etc/bind/named.conf"         # zone-file: tells who writes the file; else where it usually is
            # server = "192.0.2.53"      # update: the primary; else the one that the SOA record names
            # key-file = "tsig.key"      # update: made by tsig-keygen; powerdns: the API key
            # url = "http://127.0.0.1:8081"               # powerdns
            # server-id = "localhost"    # powerdns
            # command = ["/usr/local/bin/publish-records"]
            # timeout = "30s"

            # A zone that is published in another way has a table of its own, with the fields of [dns.publisher].
            # [[zones]]
            # name = "example.org"
            # publisher = "update"
            # key-file = "example.org.key"

            [publish]
            # What "hikyaku dns plan" wants to see in the DNS; see docs/settings.md for all of it. A domain that differs has a
            # table of its own: [publish."example.com"]. What others have published is merged, never replaced.
            # addresses = []              # of this server, as the world sees them; those of the DNS where empty
            # spf-all = "keep"            # or "softfail", "fail": how the SPF record ends; never made milder
            # spf-add = []                # terms that the SPF record is to have as well, such as "include:_spf.example.net"
            # spf-drop = []               # terms that are taken out of it; all others stay
            # dmarc-policy = "none"       # or "quarantine", "reject"; a stronger one that is published stays
            # dmarc-reports = []          # mail addresses; postmaster of the domain where empty
            # dmarc-reports-for = []      # other domains whose reports this one takes
            # adsp = "all"                # "unknown", "all" or "discardable"; Historic (RFC 5617), so none without this line
            # mta-sts-id = "20261124"     # of the MTA-STS policy; changes when the policy does
            # tls-reports = []            # such as "mailto:postmaster@example.com" (TLS-RPT)
            # tlsa = []                   # for port 25: usage, selector, matching and digest
            # services = []               # SRV records: "submissions", "submission", "imaps", "imap"
            # autoconfig = false          # autoconfig and _autodiscover._tcp lead to this server
            # caa = []                    # such as "issue letsencrypt.org"
            # bimi-logo = "https://example.com/logo.svg"
            # bimi-evidence = "https://example.com/logo.pem"   # a certificate for the logo
            # tokens = []                 # such as "google-site-verification=..."

            [deliver]
            # Mail for our domains goes into mailboxes of this server ("none"), or on over LMTP to one that keeps them, such
            # as Dovecot: "unix:/run/dovecot/lmtp" or "host:port". [deliver."example.com"] says what differs for a domain.
            # lmtp = "none"
            # Who says which recipients exist there: "callout" (that server is asked) or "list" (accounts and aliases of
            # this server).
            # recipients = "callout"
            # What goes before a message that is to be junk there, for Sieve; "none" for nothing.
            # junk-header = "X-Spam-Flag: YES"

            [watch]
            # The mail log of a Postfix that stays beside this server, or "journal" for the journal of systemd: what became of
            # each message is kept as with our own.
            # log = "/var/log/mail.log"

            [dkim]
            # How long a key signs before it gets a successor, such as "365d". The new key is published, signs once every
            # name server shows it and no cache says otherwise, and the old one goes when no mail needs it.
            # rotate = "never"
            # "approved": a new key signs only after: hikyaku dkim approve DOMAIN SELECTOR
            # switch = "automatic"

            [check]
            # What "hikyaku check" does, and the server by itself each day: "on", "off", or a time of day such as "04:30".
            # What is found is kept in checks.jsonl; what has changed is logged.
            # daily = "on"
            # connect = true             # to the mail hosts, as "hikyaku lookup smtp" does
            # blocklists = ["zen.spamhaus.org", "bl.spamcop.net", "b.barracudacentral.org", "psbl.surriel.com", "bl.mailspike.net", "dnsbl.dronebl.org"]

            [milter]
            # For a Postfix or Sendmail that stays: checks what comes in and signs what goes out, in place of OpenDKIM,
            # OpenDMARC and an SPF policy daemon. Sockets such as "inet:8891@localhost", "inet6:8891@::1" or "unix:/path".
            # listen = []
            # Who may use UNIX sockets: the other server's user, through its group.
            # socket-mode = "660"
            # socket-group = "postfix"
            # Whose mail is signed and not checked, beside that of clients who have logged in: clients in these networks,
            # and what comes in by the other server's ports with these names (Postfix: milter_macro_daemon_name).
            # internal-networks = ["127.0.0.0/8", "::1"]
            # daemons = []
            # The name that Authentication-Results carry; that of this host without this line.
            # authserv-id = "mail.example.com"
            # Mail that does not belong into an INBOX: "mark" delivers it with the results, "hold" leaves it in the queue.
            # quarantine = "mark"
            # Mail of ours that cannot be signed: "reject", "tempfail" or "accept".
            # unsignable = "reject"
            # Whether to tell ADSP (RFC 5617, Historic); nothing follows from it.
            # adsp = true
            # max-connections = 2000

            [ops]
            # /metrics (Prometheus) and /health over HTTP; "none" switches it off. Keep it on loopback.
            # address = "127.0.0.1:8025"
            # log-level = "info"
            """;

    private SettingsText() {}

    /** The file for a server called {@code hostname}. */
    public static String commented(DomainName hostname) {
        return TEXT.formatted(hostname);
    }
}
