package org.hikyaku.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hikyaku.app.server.FastCrypto;
import org.hikyaku.dkim.DkimKeys;

/**
 * Writes what {@code bench/dkim-peers} gives to dkimpy, pyspf and OpenDKIM: the message with both
 * signatures and with the RSA signature alone, and the records, one {@code name text} a line.
 */
public final class PeerFiles {

    private PeerFiles() {}

    /** Into the folder that is the only argument. */
    public static void main(String[] args) throws IOException, DkimKeys.Unreadable {
        FastCrypto.install();
        Path folder = Path.of(args[0]);
        SampleMail mail = new SampleMail();
        Files.write(folder.resolve("both.eml"), mail.signed(mail.rsa, mail.ed));
        Files.write(folder.resolve("rsa.eml"), mail.signed(mail.rsa));
        Files.writeString(
                folder.resolve("records"),
                """
                r._domainkey.sender.example %s
                e._domainkey.sender.example %s
                sender.example %s
                _spf.sender.example %s
                """
                        .formatted(
                                DkimKeys.publishedRecord(mail.rsa),
                                DkimKeys.publishedRecord(mail.ed),
                                SampleMail.SPF,
                                SampleMail.INCLUDED_SPF));
    }
}
