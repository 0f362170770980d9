package org.hikyaku.fakes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Domains;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Store;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/** A real store in a temporary folder, with {@code here.example}, two accounts and an alias. */
public final class StoreFolder {

    private StoreFolder() {}

    /** Opens it; {@code b@} and {@code c@} are accounts, {@code all@} is both. */
    public static Store open(Path folder) {
        Store store = EmbeddedStore.openServing(folder);
        store.domains().add(new Domains.LocalDomain(DomainName.of("here.example"), null));
        for (String name : List.of("b", "c")) {
            store.accounts()
                    .add(
                            new Accounts.Account(
                                    MailAddress.of(name + "@here.example"),
                                    new Accounts.Secrets("-", "-")));
        }
        store.accounts()
                .addAlias(
                        new Accounts.Alias(
                                MailAddress.of("all@here.example"),
                                List.of(
                                        MailAddress.of("b@here.example"),
                                        MailAddress.of("c@here.example"))));
        return store;
    }

    /** What lies in a mailbox. */
    public static List<Mailboxes.Stored> mailbox(
            Store store, String account, @Nullable String mailbox) {
        return store.mailboxes().list(MailAddress.of(account), mailbox, 0, 100);
    }

    /** The octets, one char each. */
    public static String text(Store store, BlobRef ref) {
        try (InputStream in = store.blobs().open(ref)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
