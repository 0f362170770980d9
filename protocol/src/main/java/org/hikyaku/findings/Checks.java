package org.hikyaku.findings;

import java.util.List;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** Runs the check of an area over the answers that are there. */
public final class Checks {

    private Checks() {}

    /**
     * The findings of one area. They count only where {@code source} knew every answer: see {@link
     * Known#missing}.
     */
    public static List<Finding> of(Area area, Subject subject, Source source) {
        return switch (area) {
            case SPF -> SpfCheck.check(subject, source);
            case DKIM -> DkimCheck.check(subject, source);
            case DMARC -> DmarcCheck.check(subject, source);
            case ADSP -> AdspCheck.check(subject, source);
            case MX -> MxCheck.check(subject, source);
            case PTR -> PtrCheck.check(subject, source);
            case SMTP -> SmtpCheck.check(subject, source);
            case BLACKLIST -> BlacklistCheck.check(subject, source);
            case MTA_STS -> MtaStsCheck.check(subject, source);
            case TLSRPT -> TlsRptCheck.check(subject, source);
            case DANE -> DaneCheck.check(subject, source);
            case BIMI -> BimiCheck.check(subject, source);
            case CAA -> CaaCheck.check(subject, source);
            case SOA -> SoaCheck.check(subject, source);
            case NS -> NsCheck.check(subject, source);
            case TXT -> TxtCheck.check(subject, source);
            case A -> AddressCheck.check(subject, source, RecordType.A);
            case AAAA -> AddressCheck.check(subject, source, RecordType.AAAA);
        };
    }

    /** The tree of SPF records of a domain, as far as the answers are there. */
    public static SpfTree spfTree(DomainName domain, Source source) {
        return new SpfWalk(source, new Notes(Area.SPF)).walk(domain, null);
    }

    /** What DNSSEC says about the name itself. */
    public static Dnssec dnssec(Subject subject, Source source) {
        boolean validates = DaneCheck.validates(source);
        boolean signed = source.query(subject.name(), RecordType.SOA).isAuthentic();
        return signed ? Dnssec.SIGNED : validates ? Dnssec.UNSIGNED : Dnssec.UNKNOWN;
    }

    /** Whether answers are protected (RFC 4035 section 3.2.3). */
    public enum Dnssec {
        /** Signed, and the resolver has checked it. */
        SIGNED,
        /** The resolver checks, and the zone is not signed. */
        UNSIGNED,
        /** The resolver does not check, or is not trusted to say so. */
        UNKNOWN
    }
}
