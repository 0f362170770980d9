package org.hikyaku.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.store.files.Folders;

/** The keys of the accounts with authorities: whoever has one may issue. Safe for many threads. */
public final class AcmeAccount implements CaSessions {

    private final Path folder;
    private final List<String> contact;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Accounts in {@code folder}.
     *
     * @param contact mail addresses that an authority may write to; may be empty
     */
    public AcmeAccount(Path folder, List<String> contact) {
        this.folder = folder;
        this.contact = List.copyOf(contact);
    }

    @Override
    public CaSession open(Authority authority) throws CaException {
        return AcmeConnection.open(authority, this);
    }

    List<String> contact() {
        return contact;
    }

    /** The key for {@code authority}; made at the first use. */
    KeyPair key(Authority authority) throws CaException {
        Path file = folder.resolve(authority.name() + ".key");
        lock.lock();
        try {
            if (Files.exists(file)) {
                return KeyFile.read(file);
            }
            Folders.make(folder);
            KeyPair made = KeyKind.ECDSA_P256.make();
            SafeFile.write(file, KeyFile.pem(made));
            return made;
        } catch (IOException e) {
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    "the account's key " + file + " cannot be used: " + e.getMessage(),
                    null,
                    e);
        } finally {
            lock.unlock();
        }
    }

    String macKey(Authority.Binding binding) throws CaException {
        try {
            return SafeFile.read(binding.keyFile()).strip();
        } catch (IOException e) {
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    "the key of the account binding cannot be read: " + binding.keyFile(),
                    null,
                    e);
        }
    }
}
