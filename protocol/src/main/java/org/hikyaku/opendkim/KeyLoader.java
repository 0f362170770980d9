package org.hikyaku.opendkim;

import java.io.IOException;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.KeyTable.Entry;
import org.hikyaku.opendkim.OpendkimSetup.KeyRules;
import org.hikyaku.opendkim.SourceFile.Access;

/** Loads the keys that a table names. Immutable. */
public final class KeyLoader {

    private final FileSource files;
    private final KeyRules rules;
    private final String user;

    /**
     * For files of {@code files}.
     *
     * @param user who must be able to read them: named in the command that mends a file
     */
    public KeyLoader(FileSource files, KeyRules rules, String user) {
        this.files = files;
        this.rules = rules;
        this.user = user;
    }

    /** The key of {@code entry}; empty, with a note, where it cannot sign. */
    public Optional<DkimKeyPair> load(Entry entry, ConfigNotes notes) {
        Optional<DomainName> domain = DomainName.parse(entry.domain());
        if (domain.isEmpty()) {
            notes.add(Kind.BAD_KEY_ENTRY, entry.place(), entry.name(), entry.domain());
            return Optional.empty();
        }
        Optional<String> text = entry.isFile() ? file(entry, notes) : Optional.of(entry.key());
        return text.flatMap(t -> pair(entry, domain.get(), t, notes));
    }

    private Optional<String> file(Entry entry, ConfigNotes notes) {
        try {
            SourceFile file = files.read(entry.key());
            return isSafe(entry, file.access(), notes)
                    ? Optional.of(file.text())
                    : Optional.empty();
        } catch (UnreadableFileException e) {
            Access access = e.access();
            String owner = access.owner() + ":" + access.group();
            unreadable(entry, owner, access.modeText(), "permission denied", notes);
            return Optional.empty();
        } catch (IOException e) {
            note(Kind.KEY_ABSENT, entry, OptionReader.reason(e), notes);
            return Optional.empty();
        }
    }

    private static void note(Kind kind, Entry entry, String reason, ConfigNotes notes) {
        notes.add(kind, entry.place(), entry.name(), entry.shownKey(), reason);
    }

    private void unreadable(
            Entry entry, String owner, String mode, String reason, ConfigNotes notes) {
        notes.add(
                Kind.KEY_UNREADABLE,
                entry.place(),
                entry.name(),
                entry.shownKey(),
                owner,
                mode,
                reason,
                mend(entry.key()));
    }

    private String mend(String path) {
        return "chown " + user + " " + path + " && chmod 0600 " + path;
    }

    private boolean isSafe(Entry entry, Access access, ConfigNotes notes) {
        if (!access.isOpenToAll() && access.opener().isEmpty()) {
            return true;
        }
        String command = access.isOpenToAll() ? mend(entry.key()) : "chmod o-w " + access.opener();
        notes.add(
                rules.safe() ? Kind.KEY_OPEN : Kind.KEY_OPEN_ALLOWED,
                entry.place(),
                entry.name(),
                entry.key(),
                access.owner() + ":" + access.group(),
                access.modeText(),
                command);
        return !rules.safe();
    }

    private Optional<DkimKeyPair> pair(
            Entry entry, DomainName domain, String text, ConfigNotes notes) {
        try {
            DkimKeys.Read read = entry.isFile() ? DkimKeys.readPem(text) : inline(text);
            DkimKeyPair pair =
                    new DkimKeyPair(domain, entry.selector(), read.algorithm(), read.key());
            return isLong(entry, pair, notes) ? Optional.of(pair) : Optional.empty();
        } catch (DkimKeys.Unreadable e) {
            note(Kind.KEY_DAMAGED, entry, String.valueOf(e.getMessage()), notes);
            return Optional.empty();
        }
    }

    /** PEM on one line, or the bare base64 of DER. */
    private static DkimKeys.Read inline(String text) throws DkimKeys.Unreadable {
        if (text.contains("-----BEGIN")) {
            return DkimKeys.readPem(text);
        }
        try {
            return DkimKeys.readPem(pem("RSA PRIVATE KEY", text));
        } catch (DkimKeys.Unreadable _) {
            return DkimKeys.readPem(pem("PRIVATE KEY", text));
        }
    }

    private static String pem(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private boolean isLong(Entry entry, DkimKeyPair pair, ConfigNotes notes) {
        if (!(pair.key() instanceof RSAKey rsa)) {
            return true;
        }
        int bits = rsa.getModulus().bitLength();
        if (bits >= rules.minimumBits()) {
            return true;
        }
        notes.add(
                Kind.KEY_SHORT,
                entry.place(),
                entry.name(),
                entry.shownKey(),
                bits,
                rules.minimumBits());
        return false;
    }
}
