package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;

/**
 * What a host does.
 *
 * @param opendkim where there is an {@code opendkim.conf}
 * @param opendmarc where there is an {@code opendmarc.conf}
 * @param policydSpf the file of policyd-spf, where there is one
 * @param lineages what certbot renews
 * @param folderHooks what lies in {@code /etc/letsencrypt/renewal-hooks} and {@code cli.ini}
 * @param jobs what starts renewals
 * @param certificates those that services show and that could be read
 * @param tlsUses all lines that name a certificate, also one that could not be read
 * @param versions of packages, by name, where files tell them
 * @param damages what could not be read
 * @param tree the files, for what else has to be looked at
 */
public record Setup(
        Optional<PostfixSetup> postfix,
        Optional<DovecotSetup> dovecot,
        Optional<NamedSetup> named,
        Optional<NginxSetup> nginx,
        Optional<MilterDaemon> opendkim,
        Optional<MilterDaemon> opendmarc,
        Optional<HostFile> policydSpf,
        List<Lineage> lineages,
        List<Hook> folderHooks,
        List<RenewalJob> jobs,
        List<CertificateFile> certificates,
        List<CertificateFile.TlsUse> tlsUses,
        Map<String, String> versions,
        List<Damage> damages,
        FileTree tree) {

    /** Copies the collections. */
    public Setup {
        lineages = List.copyOf(lineages);
        folderHooks = List.copyOf(folderHooks);
        jobs = List.copyOf(jobs);
        certificates = List.copyOf(certificates);
        tlsUses = List.copyOf(tlsUses);
        versions = Map.copyOf(versions);
        damages = List.copyOf(damages);
    }

    /** Finds and understands what is in a tree. Never fails: see {@link #damages}. */
    public static Setup read(FileTree tree) {
        return new SetupReader(tree).read();
    }

    /** Whether there is nothing of what could be adopted. */
    public boolean isEmpty() {
        return postfix.isEmpty()
                && dovecot.isEmpty()
                && named.isEmpty()
                && nginx.isEmpty()
                && opendkim.isEmpty()
                && opendmarc.isEmpty();
    }

    /** The daemon that answers at an address. */
    public Optional<MilterDaemon> listenerAt(MilterAddress asked) {
        return Stream.of(opendkim, opendmarc)
                .flatMap(Optional::stream)
                .filter(d -> d.listens().filter(s -> asked.reaches(s.address())).isPresent())
                .findFirst();
    }
}
