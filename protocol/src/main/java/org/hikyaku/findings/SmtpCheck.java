package org.hikyaku.findings;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dane.CertificateNames;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/** How the mail hosts behave on port 25 (RFC 5321, RFC 3207). */
final class SmtpCheck {

    /** Renewal is due well before: 30 days is what certificate authorities advise. */
    private static final Duration SOON = Duration.ofDays(14);

    /** Many senders give up after 30 s, though RFC 5321 section 4.5.3.2.1 says 5 minutes. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final Subject subject;
    private final Source source;
    private final Notes notes = new Notes(Area.SMTP);

    private SmtpCheck(Subject subject, Source source) {
        this.subject = subject;
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        SmtpCheck check = new SmtpCheck(subject, source);
        for (MailHost.Target target : MailHost.targets(subject, source)) {
            boolean wanted = target.takesMail() || subject.isAddress();
            if (wanted && !AddressKind.isPrivate(target.address())) {
                check.target(target);
            }
        }
        if (check.notes.all().isEmpty()) {
            check.notes.add(Code.SMTP_NOT_ASKED, "", subject.name());
        }
        return check.notes.all();
    }

    private void target(MailHost.Target target) {
        Optional<SmtpSeen> seen = source.ask(new Question.Smtp(target.host(), target.address()));
        if (seen.isEmpty()) {
            return;
        }
        String where = where(target);
        switch (seen.get()) {
            case SmtpSeen.NotAsked _ -> {
                // Told once for all, at the end.
            }
            case SmtpSeen.Unreachable(String detail) ->
                    notes.add(Code.SMTP_UNREACHABLE, detail, where);
            case SmtpSeen.Refused(String reply) -> notes.add(Code.SMTP_REFUSED, reply, where);
            case SmtpSeen.Session session -> session(session, target);
        }
    }

    private static String where(MailHost.Target target) {
        return target.host() + " [" + AddressKind.text(target.address()) + "]";
    }

    private void session(SmtpSeen.Session session, MailHost.Target target) {
        String where = where(target);
        if (session.greetingTook().compareTo(SLOW) > 0) {
            notes.add(Code.SMTP_SLOW, "", where, session.greetingTook().toSeconds());
        }
        banner(session, target);
        boolean login = session.extensions().stream().anyMatch(e -> e.startsWith("AUTH"));
        if (login) {
            notes.add(Code.SMTP_CLEAR_LOGIN, String.join(", ", session.extensions()), where);
        }
        notes.add(Code.SMTP_GREETS, session.greeting(), where, session.greetingTook().toMillis());
        switch (session.tls()) {
            case SmtpSeen.Tls.NotOffered _ ->
                    notes.add(
                            Code.SMTP_NO_STARTTLS, String.join(", ", session.extensions()), where);
            case SmtpSeen.Tls.Broken(String detail) ->
                    notes.add(Code.SMTP_TLS_BROKEN, detail, where);
            case SmtpSeen.Tls.Works works -> encrypted(works, target);
        }
        notes.add(
                session.relay().accepted() ? Code.SMTP_OPEN_RELAY : Code.SMTP_NO_RELAY,
                session.relay().reply(),
                where);
    }

    /** RFC 5321 section 4.2: the greeting begins with the host's name, best the one of its PTR. */
    private void banner(SmtpSeen.Session session, MailHost.Target target) {
        String first = session.greeting().strip().split("\\s+", 2)[0];
        List<DomainName> names =
                source
                        .query(IpNet.reverseName(target.address()), RecordType.PTR)
                        .records(DnsRecord.Ptr.class)
                        .stream()
                        .map(DnsRecord.Ptr::target)
                        .toList();
        Optional<DomainName> name = DomainName.parse(first).filter(n -> n.labelCount() > 1);
        boolean known =
                name.isPresent()
                        && (names.contains(name.get()) || name.get().equals(target.host()));
        if (!known) {
            notes.add(Code.SMTP_BANNER, session.greeting(), where(target), first);
        }
    }

    private void encrypted(SmtpSeen.Tls.Works tls, MailHost.Target target) {
        String where = where(target);
        if (!tls.chain().isEmpty()) {
            certificate(tls, target);
        }
        notes.add(Code.SMTP_TLS, tls.version() + " " + tls.cipher(), where, tls.version());
    }

    private void certificate(SmtpSeen.Tls.Works tls, MailHost.Target target) {
        X509Certificate own = tls.chain().getFirst();
        String where = where(target);
        Instant end = own.getNotAfter().toInstant();
        String day = end.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
        String shown = own.getSubjectX500Principal().getName() + ", " + day;
        if (end.isBefore(tls.at())) {
            notes.add(Code.SMTP_CERT_EXPIRED, shown, where, day);
        } else if (end.isBefore(tls.at().plus(SOON))) {
            notes.add(Code.SMTP_CERT_SOON, shown, where, day);
        }
        if (!subject.isAddress() && !CertificateNames.isFor(own, target.host())) {
            notes.add(Code.SMTP_CERT_NAME, shown, where, target.host());
        }
        if (!tls.trusted() && !end.isBefore(tls.at())) {
            notes.add(Code.SMTP_CERT_UNTRUSTED, own.getIssuerX500Principal().getName(), where);
        }
    }
}
