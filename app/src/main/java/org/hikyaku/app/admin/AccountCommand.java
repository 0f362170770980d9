package org.hikyaku.app.admin;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Accounts.Secrets;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Accounts: a mailbox and a login each. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = "Accounts: a mailbox and a login each.",
        footer = {"", "Example: hikyaku account add alice@example.com"},
        subcommands = {
            AccountCommand.Add.class,
            AccountCommand.ListAll.class,
            AccountCommand.Remove.class,
            AccountCommand.Password.class
        })
public final class AccountCommand {

    private static final int MIN_PASSWORD_CHARS = 8;

    /** Hashing costs time in proportion. */
    private static final int MAX_PASSWORD_CHARS = 256;

    /** For picocli. */
    public AccountCommand() {}

    /**
     * A command that gives an account a password: one made up here and shown once, or the given.
     */
    abstract static class WithPassword extends StoreCommand.OnAddress {
        @Option(names = "--password-stdin", description = "reads the password from standard input")
        private boolean fromStdin;

        /** Refuses what cannot be done, before anybody is asked for a password. */
        abstract void check(Store store, MailAddress address);

        /** Keeps the hashes. */
        abstract void keep(Store store, Account account);

        /** What has happened, as a word. */
        abstract String status();

        @Override
        final Answer work(Store store, MailAddress address) {
            check(store, address);
            Passwords passwords = new Passwords(new SecureRandom());
            String password = fromStdin ? read() : passwords.generate();
            if (password.length() < MIN_PASSWORD_CHARS) {
                throw failure("account.short", Integer.toString(MIN_PASSWORD_CHARS));
            }
            Secrets secrets = passwords.hash(password);
            keep(store, new Account(address, secrets));
            Map<String, @Nullable Object> data =
                    Answer.row("account", address.toString(), "status", status());
            String done = text("account." + status(), address);
            if (fromStdin) {
                return Answer.of(data, done);
            }
            data.put("password", password);
            return Answer.of(data, done, text("account.password", password));
        }

        /** The first line of standard input, and no more of it than a password may have. */
        private String read() {
            Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
            StringBuilder line = new StringBuilder();
            try {
                for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                    if (line.length() > MAX_PASSWORD_CHARS) {
                        throw failure("account.long", Integer.toString(MAX_PASSWORD_CHARS));
                    }
                    line.append((char) c);
                }
            } catch (IOException e) {
                throw failure(e, "account.unread", String.valueOf(e.getMessage()));
            }
            boolean carriage = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
            return line.substring(0, carriage ? line.length() - 1 : line.length());
        }
    }

    /** Adds an account. */
    @Command(
            name = "add",
            description =
                    "Adds an account; makes up a password and shows it once, unless one is given.",
            footer = {"", "Example: hikyaku account add alice@example.com"})
    static final class Add extends WithPassword {
        @Override
        void check(Store store, MailAddress address) {
            requireDomain(store, address.domain(), "account.domain");
        }

        @Override
        void keep(Store store, Account account) {
            if (!store.accounts().add(account)) {
                throw failure("account.present", account.address());
            }
        }

        @Override
        String status() {
            return "added";
        }
    }

    /** Changes a password. */
    @Command(
            name = "password",
            description = "Gives an account a new password.",
            footer = {"", "Example: hikyaku account password alice@example.com"})
    static final class Password extends WithPassword {
        @Override
        void check(Store store, MailAddress address) {
            requireAccount(store, address, "account.absent");
        }

        @Override
        void keep(Store store, Account account) {
            if (!store.accounts().updateSecrets(account.address(), account.secrets())) {
                throw failure("account.absent", account.address()); // gone since
            }
        }

        @Override
        String status() {
            return "changed";
        }
    }

    /** Lists the accounts. */
    @Command(
            name = "list",
            description = "Lists the accounts.",
            footer = {"", "Example: hikyaku account list"})
    static final class ListAll extends StoreCommand {
        @Override
        Answer work(Store store) {
            return Answer.list(
                    store.accounts().list(),
                    a -> a.address().toString(),
                    a -> List.of(a.address().toString()),
                    text("account.none"));
        }
    }

    /** Removes an account and its mail. */
    @Command(
            name = "remove",
            description = "Removes an account and all mail in it.",
            footer = {"", "Example: hikyaku account remove alice@example.com --yes"})
    static final class Remove extends StoreCommand.OnAddress {
        @Option(names = "--yes", description = "needed where the account has mail: it is lost")
        private boolean yes;

        @Override
        Answer work(Store store, MailAddress address) {
            if (!yes && !store.mailboxes().list(address, null, 0, 1).isEmpty()) {
                throw failure("account.has-mail", address);
            }
            if (!store.accounts().remove(address)) {
                throw failure("account.absent", address);
            }
            return Answer.of(
                    Answer.row("account", address.toString(), "status", "removed"),
                    text("account.removed", address));
        }
    }
}
