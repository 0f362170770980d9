package org.hikyaku.app.adopt;

import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.setup.PostfixSetup;
import org.hikyaku.neighbours.text.FileTree;

/**
 * Postfix' TLS as its administrator meant it: a certificate is there to be offered, and whom one
 * trusts is not oneself.
 *
 * @param postfix as it is
 */
record PostfixTls(FileTree tree, PostfixSetup postfix) {

    private static final List<String> TRUSTED =
            List.of("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt");

    PostfixMove.Moved fixed(PostfixMove.Moved moved) {
        return new PostfixMove.Moved(trusting(offering(moved.main())), moved.master());
    }

    private static MainCf offering(MainCf main) {
        Optional<MainCf.Entry> certificate = main.entry("smtpd_tls_cert_file");
        boolean silent =
                certificate.isPresent()
                        && !certificate.get().value().isBlank()
                        && main.value("smtpd_tls_security_level").isEmpty()
                        && !main.isYes("smtpd_use_tls")
                        && !main.isYes("smtpd_enforce_tls");
        return silent ? main.addAfter(certificate.get(), "smtpd_tls_security_level", "may") : main;
    }

    private MainCf trusting(MainCf main) {
        Optional<String> trusted = main.value("smtp_tls_CAfile");
        boolean itself =
                trusted.isPresent()
                        && !trusted.get().isBlank()
                        && (trusted.equals(main.value("smtpd_tls_cert_file"))
                                || trusted.get().startsWith("/etc/letsencrypt/live/"));
        Optional<String> system =
                TRUSTED.stream().filter(p -> tree.file(p).isPresent()).findFirst();
        return itself && system.isPresent() ? main.set("smtp_tls_CAfile", system.get()) : main;
    }
}
