package org.hikyaku.neighbours.setup;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.neighbours.blocks.BlockFiles;
import org.hikyaku.neighbours.blocks.Directive;
import org.hikyaku.neighbours.blocks.Flavour;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.setup.CertificateFile.Program;
import org.hikyaku.neighbours.setup.CertificateFile.TlsUse;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.neighbours.text.SourceText;

/** Finds the files of all programs and puts the {@link Setup} together. */
final class SetupReader {

    private static final List<String> NAMED =
            List.of("/etc/bind/named.conf", "/etc/named.conf", "/etc/named/named.conf");
    private static final List<String> POLICYD_SPF =
            List.of(
                    "/etc/postfix-policyd-spf-python/policyd-spf.conf",
                    "/etc/python-policyd-spf/policyd-spf.conf");

    private final FileTree tree;
    private final List<Damage> damages = new ArrayList<>();
    private final List<TlsUse> uses = new ArrayList<>();

    SetupReader(FileTree tree) {
        this.tree = tree;
    }

    Setup read() {
        Optional<PostfixSetup> postfix = postfix();
        Optional<DovecotSetup> dovecot = dovecot();
        Optional<NamedSetup> named = first(NAMED).map(this::named);
        Optional<NginxSetup> nginx = nginx();
        DaemonReader daemons = new DaemonReader(tree);
        RenewalReader renewals = new RenewalReader(tree, damages);
        return new Setup(
                postfix,
                dovecot,
                named,
                nginx,
                daemons.opendkim(),
                daemons.opendmarc(),
                first(POLICYD_SPF).flatMap(tree::file),
                renewals.lineages(),
                renewals.folderHooks(),
                renewals.jobs(),
                certificates(),
                uses,
                Versions.read(tree),
                damages,
                tree);
    }

    private Optional<String> first(List<String> paths) {
        return paths.stream().filter(this::isThere).findFirst();
    }

    private boolean isThere(String path) {
        return !(tree.look(path) instanceof FileTree.Found.Absent);
    }

    /** The file, or a note that it could not be read. */
    private Optional<SourceText> needed(String path) {
        Optional<HostFile> file = tree.file(path);
        if (file.isEmpty()) {
            damages.add(new Damage(new Place(path, 0), path, Damage.Expected.READABLE_FILE));
        }
        return file.map(HostFile::text);
    }

    private Optional<PostfixSetup> postfix() {
        if (!isThere("/etc/postfix/main.cf")) {
            return Optional.empty();
        }
        Optional<SourceText> text = needed("/etc/postfix/main.cf");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        MainCf main = MainCf.read(text.get());
        SourceText none = SourceText.of("/etc/postfix/master.cf", new byte[0]);
        MasterCf master = MasterCf.read(needed("/etc/postfix/master.cf").orElse(none));
        damages.addAll(main.damages());
        damages.addAll(master.damages());
        postfixCertificates(main);
        return Optional.of(new PostfixSetup(main, master));
    }

    private void postfixCertificates(MainCf main) {
        for (String name :
                List.of(
                        "smtpd_tls_cert_file",
                        "smtpd_tls_eccert_file",
                        "smtpd_tls_dcert_file",
                        "smtpd_tls_chain_files")) {
            Optional<MainCf.Entry> entry = main.entry(name);
            List<String> paths = entry.isPresent() ? main.list(name) : List.of();
            for (String path : paths) {
                // Of several chain files, the ones with a certificate are for show.
                boolean key = name.endsWith("chain_files") && path.matches(".*(key|priv).*");
                if (path.startsWith("/") && !key) {
                    uses.add(new TlsUse(Program.POSTFIX, path, entry.orElseThrow().at()));
                }
            }
        }
    }

    private Optional<DovecotSetup> dovecot() {
        if (!isThere("/etc/dovecot/dovecot.conf")) {
            return Optional.empty();
        }
        DovecotSetup setup =
                new DovecotSetup(
                        BlockFiles.read(tree, "/etc/dovecot/dovecot.conf", Flavour.DOVECOT));
        damages.addAll(setup.files().damages());
        setup.certificateFiles()
                .forEach(
                        d ->
                                uses.add(
                                        new TlsUse(
                                                Program.DOVECOT,
                                                DovecotSetup.path(d.argument()),
                                                d.at())));
        return Optional.of(setup);
    }

    private NamedSetup named(String path) {
        BlockFiles files = BlockFiles.read(tree, path, Flavour.NAMED);
        damages.addAll(files.damages());
        return new NamedReader(tree, files, damages).read();
    }

    private Optional<NginxSetup> nginx() {
        if (!isThere("/etc/nginx/nginx.conf")) {
            return Optional.empty();
        }
        BlockFiles files = BlockFiles.read(tree, "/etc/nginx/nginx.conf", Flavour.NGINX);
        damages.addAll(files.damages());
        NginxSetup setup = NginxReader.read(files);
        for (Directive each : Directive.within(files.directives(), "ssl_certificate")) {
            uses.add(new TlsUse(Program.NGINX, each.argument(), each.at()));
        }
        return Optional.of(setup);
    }

    private List<CertificateFile> certificates() {
        Map<String, List<TlsUse>> byPath = new LinkedHashMap<>();
        uses.forEach(u -> byPath.computeIfAbsent(u.path(), _ -> new ArrayList<>()).add(u));
        List<CertificateFile> found = new ArrayList<>();
        byPath.forEach(
                (path, users) -> {
                    Optional<HostFile> file = tree.file(path);
                    Optional<X509Certificate> leaf = file.flatMap(f -> Pem.first(f.octets()));
                    leaf.ifPresent(l -> found.add(new CertificateFile(path, users, l)));
                    if (file.isPresent() && leaf.isEmpty()) {
                        damages.add(
                                new Damage(new Place(path, 0), path, Damage.Expected.CERTIFICATE));
                    }
                });
        return found;
    }
}
