package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Keys;
import org.hikyaku.store.StoreException;

/** DKIM keys, one PEM file each: {@code keys/domain/selector.algorithm.pem}, mode 0600. */
public final class FileKeys implements Keys {

    private static final String SUFFIX = ".pem";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** An RSA key of 8,192 bits takes 6.4 KB of PEM. */
    private static final long MAX_FILE_BYTES = 64 * 1024;

    private static final List<String> ALGORITHMS = List.of("rsa", "ed25519");

    private static final Pattern SELECTOR =
            Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,3}");

    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();

    /** The keys in {@code folder}, which is made where it is absent. */
    public FileKeys(Path folder) {
        this.folder = folder;
    }

    @Override
    public void add(StoredKey key) {
        Path home = home(key.domain());
        Path file = file(key.domain(), key.selector(), key.algorithm());
        lock.lock();
        try {
            requireFree(key);
            Folders.make(home);
            Path unfinished = home.resolve(key.selector() + ".unfinished");
            Files.deleteIfExists(unfinished); // of a process that died
            write(unfinished, key.pkcs8());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            new FileDisk().syncFolder(home);
        } catch (IOException e) {
            throw new StoreException("the key cannot be written to " + file, e);
        } finally {
            lock.unlock();
        }
    }

    private void requireFree(StoredKey key) {
        for (String algorithm : ALGORITHMS) {
            Path file = file(key.domain(), key.selector(), algorithm);
            if (Files.exists(file)) {
                throw new StoreException(
                        "there is a key "
                                + key.selector()
                                + " for "
                                + key.domain()
                                + " already: "
                                + file);
            }
        }
    }

    private Path home(DomainName domain) {
        Path home = folder.resolve(domain.ascii());
        if (domain.ascii().indexOf('/') >= 0 || domain.isRoot()) {
            throw new StoreException(domain + " cannot have keys");
        }
        return home;
    }

    private Path file(DomainName domain, String selector, String algorithm) {
        // RFC 6376 section 3.1: a selector is a sub-domain; so it cannot lead to another folder.
        if (!SELECTOR.matcher(selector).matches() || !ALGORITHMS.contains(algorithm)) {
            throw new StoreException(
                    "'" + selector + "' (" + algorithm + ") cannot name a DKIM key");
        }
        return home(domain).resolve(selector + "." + algorithm + SUFFIX);
    }

    private static void write(Path file, byte[] pkcs8) throws IOException {
        Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
        String pem = BEGIN + "\n" + base64.encodeToString(pkcs8) + "\n" + END + "\n";
        ByteBuffer octets = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OWN)) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
    }

    @Override
    public List<StoredKey> signing(DomainName domain) {
        Path home = home(domain);
        List<StoredKey> keys = new ArrayList<>();
        if (!Files.isDirectory(home)) {
            return keys;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, "*" + SUFFIX)) {
            for (Path file : files) {
                keys.add(read(domain, file));
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new StoreException(
                    "the keys in " + home + " cannot be read: " + e.getMessage(), e);
        }
        keys.sort(Comparator.comparing(StoredKey::selector).thenComparing(StoredKey::algorithm));
        return keys;
    }

    private static StoredKey read(DomainName domain, Path file) throws IOException {
        requirePrivate(file);
        String name = file.getFileName().toString();
        String[] parts = splitName(name.substring(0, name.length() - SUFFIX.length()), file);
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new StoreException(
                    file + " is no key: it is longer than " + MAX_FILE_BYTES + " octets");
        }
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        int from = pem.indexOf(BEGIN);
        int to = pem.indexOf(END);
        if (from < 0 || to < from) {
            throw new StoreException(file + " holds no '" + BEGIN + "' (PKCS#8)");
        }
        try {
            byte[] octets =
                    Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
            return new StoredKey(domain, parts[0], parts[1], octets);
        } catch (IllegalArgumentException e) {
            throw new StoreException(file + " is damaged: its base64 cannot be read", e);
        }
    }

    private static String[] splitName(String stem, Path file) {
        int dot = stem.lastIndexOf('.');
        if (dot <= 0) {
            throw new StoreException(file + " is not named selector.algorithm.pem");
        }
        return new String[] {stem.substring(0, dot), stem.substring(dot + 1)};
    }

    /** A key that others can read signs for whoever reads it. */
    private static void requirePrivate(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
        for (PosixFilePermission permission : granted) {
            if (!permission.name().startsWith("OWNER")) {
                throw new StoreException(
                        "the private key "
                                + file
                                + " can be used by others ("
                                + PosixFilePermissions.toString(granted)
                                + "); run: chmod 600 "
                                + file);
            }
        }
    }

    @Override
    public boolean remove(DomainName domain, String selector) {
        boolean removed = false;
        for (String algorithm : ALGORITHMS) {
            Path file = file(domain, selector, algorithm);
            try {
                removed |= Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new StoreException("the key " + file + " cannot be deleted", e);
            }
        }
        return removed;
    }
}
