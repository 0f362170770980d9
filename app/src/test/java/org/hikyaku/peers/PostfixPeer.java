package org.hikyaku.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Postfix with OpenDKIM and OpenDMARC, as their manuals set them up, for rcpt.example. */
final class PostfixPeer {

    private final Host host;
    private final Path folder;
    private final String address;
    private final String nameserver;

    /** A peer whose files are in {@code folder}; the key {@code sel.private} is there already. */
    PostfixPeer(Host host, Path folder, String address) {
        this(host, folder, address, address);
    }

    /** One that asks another host's DNS. */
    PostfixPeer(Host host, Path folder, String address, String nameserver) {
        this.host = host;
        this.folder = folder;
        this.address = address;
        this.nameserver = nameserver;
    }

    void start() throws IOException {
        for (String part : new String[] {"queue", "state", "mail", "etc"}) {
            Files.createDirectories(folder.resolve(part));
        }
        host.run("chown", "postfix", folder.resolve("state").toString());
        host.run("chown", "-R", "5000:5000", folder.resolve("mail").toString());
        host.run("chown", "opendkim", folder.resolve("sel.private").toString());
        milters();
        postfix();
    }

    private void milters() throws IOException {
        Path dkim = folder.resolve("opendkim.conf");
        Files.writeString(
                dkim,
                """
                Mode sv
                Socket inet:8891@127.0.0.1
                UserID opendkim
                Syslog no
                AuthservID mx.rcpt.example
                Domain rcpt.example
                Selector sel
                KeyFile %s
                InternalHosts 127.0.0.1
                Nameservers %s
                Canonicalization relaxed/simple
                RequireSafeKeys no
                """
                        .formatted(folder.resolve("sel.private"), nameserver));
        Path dmarc = folder.resolve("opendmarc.conf");
        Files.writeString(
                dmarc,
                """
                Socket inet:8893@127.0.0.1
                UserID opendmarc
                Syslog false
                AuthservID mx.rcpt.example
                RejectFailures true
                SPFSelfValidate true
                SPFIgnoreResults true
                """);
        host.run("opendkim", "-x", dkim.toString());
        host.run("opendmarc", "-c", dmarc.toString());
        Commands.await(
                "the milters listen",
                Duration.ofSeconds(20),
                () -> {
                    String ports = host.run("ss", "-Hltn");
                    return ports.contains(":8891 ") && ports.contains(":8893 ");
                });
    }

    private void postfix() throws IOException {
        Path etc = folder.resolve("etc");
        host.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=mx.rcpt.example",
                "-days",
                "2",
                "-keyout",
                etc.resolve("tls.key").toString(),
                "-out",
                etc.resolve("tls.crt").toString());
        Files.writeString(etc.resolve("main.cf"), mainCf());
        Files.writeString(etc.resolve("master.cf"), MASTER_CF);
        host.run("postfix", "-c", etc.toString(), "start");
    }

    private String mainCf() {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/state
                maillog_file = %1$s/maillog
                maillog_file_prefixes = %1$s
                mail_owner = postfix
                myhostname = mx.rcpt.example
                mydestination =
                inet_interfaces = all
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                alias_maps =
                smtp_bind_address = %2$s
                virtual_mailbox_domains = rcpt.example
                virtual_mailbox_maps = static:friend/
                virtual_mailbox_base = %1$s/mail
                virtual_uid_maps = static:5000
                virtual_gid_maps = static:5000
                smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
                smtpd_tls_security_level = may
                smtpd_tls_cert_file = %1$s/etc/tls.crt
                smtpd_tls_key_file = %1$s/etc/tls.key
                smtpd_tls_received_header = yes
                smtp_tls_security_level = encrypt
                smtp_tls_loglevel = 1
                smtpd_milters = inet:127.0.0.1:8891, inet:127.0.0.1:8893
                milter_default_action = tempfail
                """
                .formatted(folder, address);
    }

    private static final String MASTER_CF =
            """
            smtp      inet  n - n - - smtpd
            pickup    unix  n - n 60 1 pickup
            cleanup   unix  n - n - 0 cleanup
            qmgr      unix  n - n 300 1 qmgr
            tlsmgr    unix  - - n 1000? 1 tlsmgr
            rewrite   unix  - - n - - trivial-rewrite
            bounce    unix  - - n - 0 bounce
            defer     unix  - - n - 0 bounce
            trace     unix  - - n - 0 bounce
            verify    unix  - - n - 1 verify
            flush     unix  n - n 1000? 0 flush
            proxymap  unix  - - n - - proxymap
            proxywrite unix - - n - 1 proxymap
            smtp      unix  - - n - - smtp
            relay     unix  - - n - - smtp
            showq     unix  n - n - - showq
            error     unix  - - n - - error
            retry     unix  - - n - - error
            discard   unix  - - n - - discard
            local     unix  - n n - - local
            virtual   unix  - n n - - virtual
            lmtp      unix  - - n - - lmtp
            anvil     unix  - - n - 1 anvil
            scache    unix  - - n - 1 scache
            postlog   unix-dgram n - n - 1 postlogd
            """;
}
