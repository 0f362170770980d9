package org.hikyaku.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.settings.CertificateSettings;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.Lineage;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;

/** The keys that a server shows itself with: of the settings, ordered, or of its own making. */
final class ServerKey {

    private final Path folder;
    private final Path certificate;
    private final Path key;

    private ServerKey(Path dir) {
        this.folder = dir.resolve("tls");
        this.certificate = folder.resolve("self-signed.crt");
        this.key = folder.resolve("self-signed.key");
    }

    /**
     * The keys of {@code settings}, the one for clients that ask for no name first: the files that
     * they name, then the certificates that were ordered. Where none of these is for this host, the
     * one in the data folder {@code dir}, which is made when it is absent or for another host.
     *
     * @throws TlsKeyException where files that are named cannot be used
     * @throws CommandFailure where none can be made
     */
    static List<TlsKey> all(Settings settings, Path dir, Instant now) throws TlsKeyException {
        List<TlsKey> keys = new ArrayList<>();
        Settings.Tls files = settings.tls();
        if (files != null) {
            keys.add(TlsKey.ofPem(files.certificate(), files.key()));
        }
        CertificateSettings wanted = settings.certificates();
        for (CertificatePlan plan : wanted.plans()) {
            new Lineage(wanted.folder(dir), plan.name(), wanted.access())
                    .current()
                    .ifPresent(keys::add);
        }
        String host = settings.hostname().ascii();
        Optional<TlsKey> ours = keys.stream().filter(key -> key.covers(host)).findFirst();
        if (files == null && ours.isPresent()) {
            keys.remove(ours.get());
            keys.addFirst(ours.get());
        } else if (files == null) {
            keys.addFirst(new ServerKey(dir).own(settings.hostname(), now));
        }
        return keys;
    }

    private TlsKey own(DomainName host, Instant now) throws TlsKeyException {
        if (Files.exists(certificate) && Files.exists(key)) {
            TlsKey present = TlsKey.ofPem(certificate, key);
            if (present.names().contains(host.ascii())) {
                return present;
            }
        }
        Certificates.Issued made = Certificates.selfSigned(host, now);
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            // The certificate last: without it, the next start makes both again.
            Files.deleteIfExists(certificate);
            write(key, made.keyPem());
            write(certificate, made.certificatePem());
        } catch (IOException e) {
            throw new CommandFailure(
                    "the certificate cannot be written to " + folder + ": " + e.getMessage(), e);
        }
        return made.tlsKey();
    }

    private static void write(Path file, String text) throws IOException {
        Path work = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(work);
        Files.createFile(
                work,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(work, text, StandardOpenOption.WRITE);
        Files.move(work, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
