package org.hikyaku.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * One certificate as others read it: {@code live/NAME/} with {@code cert.pem}, {@code chain.pem},
 * {@code fullchain.pem} and {@code privkey.pem}. {@code live/NAME} is a link to {@code
 * archive/NAME/NUMBER}; moving it switches all four files in one step, so that nobody reads a key
 * with another's certificate.
 */
public final class Lineage {

    /** Kept for who has to go back. */
    private static final int KEPT = 5;

    /**
     * Who may read.
     *
     * @param group of the files; null: as the system has it
     * @param groupReads whether the group may read the private key as well
     */
    public record Access(@Nullable String group, boolean groupReads) {}

    private final Path root;
    private final String name;
    private final Access access;

    /** The certificate {@code name} in the folder {@code root}. */
    public Lineage(Path root, String name, Access access) {
        this.root = root;
        this.name = name;
        this.access = access;
    }

    /** The folder that others read from. */
    public Path live() {
        return root.resolve("live").resolve(name);
    }

    /** The certificate chain. */
    public Path fullchain() {
        return live().resolve("fullchain.pem");
    }

    /** The private key. */
    public Path privateKey() {
        return live().resolve("privkey.pem");
    }

    /**
     * What is laid down now; empty: nothing yet.
     *
     * @throws TlsKeyException where it cannot be used
     */
    public Optional<TlsKey> current() throws TlsKeyException {
        return Files.exists(fullchain())
                ? Optional.of(TlsKey.ofPem(fullchain(), privateKey()))
                : Optional.empty();
    }

    /** The key that is laid down now. */
    Optional<KeyPair> currentKey() {
        try {
            return Files.exists(privateKey())
                    ? Optional.of(KeyFile.read(privateKey()))
                    : Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Lays a certificate down and switches to it; durable on return. */
    void lay(List<X509Certificate> chain, KeyPair key) {
        try {
            Path archive = root.resolve("archive").resolve(name);
            makeFolder(root.resolve("live"));
            makeFolder(archive);
            int number = highest(archive) + 1;
            Path work = archive.resolve("unfinished");
            empty(work);
            makeFolder(work);
            write(work.resolve("cert.pem"), pem(chain.subList(0, 1)), false);
            write(work.resolve("chain.pem"), pem(chain.subList(1, chain.size())), false);
            write(work.resolve("fullchain.pem"), pem(chain), false);
            write(work.resolve("privkey.pem"), KeyFile.pem(key), true);
            SafeFile.syncFolder(work);
            Path made = archive.resolve(Integer.toString(number));
            Files.move(work, made, StandardCopyOption.ATOMIC_MOVE);
            SafeFile.syncFolder(archive);
            point(number);
            forget(archive, number - KEPT);
        } catch (IOException | CertificateEncodingException e) {
            throw failure(e);
        }
    }

    /** Takes all of it away. */
    void discard() {
        try {
            Files.deleteIfExists(live());
            Path archive = root.resolve("archive").resolve(name);
            if (Files.exists(archive)) {
                forget(archive, highest(archive));
                empty(archive.resolve("unfinished"));
                Files.delete(archive);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void point(int number) throws IOException {
        Path next = live().resolveSibling("." + name + ".unfinished");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, Path.of("..", "archive", name, Integer.toString(number)));
        Files.move(next, live(), StandardCopyOption.ATOMIC_MOVE);
        SafeFile.syncFolder(root.resolve("live"));
    }

    private static int highest(Path archive) throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.matches("[0-9]{1,8}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        }
    }

    private static void forget(Path archive, int upTo) throws IOException {
        for (int number = upTo;
                number > 0 && Files.exists(archive.resolve("" + number));
                number--) {
            empty(archive.resolve("" + number));
        }
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Set<PosixFilePermission> mode =
                EnumSet.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
        if (access.group() != null) {
            mode.add(PosixFilePermission.GROUP_READ);
            mode.add(PosixFilePermission.GROUP_EXECUTE);
        }
        give(folder, mode);
    }

    private void write(Path file, String text, boolean secret) throws IOException {
        SafeFile.write(file, text);
        Set<PosixFilePermission> mode =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (!secret || access.groupReads()) {
            mode.add(PosixFilePermission.GROUP_READ);
        }
        if (!secret) {
            mode.add(PosixFilePermission.OTHERS_READ);
        }
        give(file, mode);
    }

    private void give(Path file, Set<PosixFilePermission> mode) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // a system where files have no such modes
        }
        if (access.group() != null) {
            GroupPrincipal group =
                    file.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(access.group());
            view.setGroup(group);
        }
        view.setPermissions(mode);
    }

    private static String pem(List<X509Certificate> chain) throws CertificateEncodingException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate one : chain) {
            text.append(KeyFile.pem("CERTIFICATE", one.getEncoded()));
        }
        return text.toString();
    }

    private StoreException failure(Exception e) {
        return new StoreException(
                "the certificate " + name + " cannot be laid down in " + root + ": " + e, e);
    }
}
