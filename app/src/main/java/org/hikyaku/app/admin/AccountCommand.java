package org.hikyaku.app.admin;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Accounts.Secrets;
import org.hikyaku.store.embedded.EmbeddedStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    /** A password and what is kept of it; shown where it was made up here. */
    private record Chosen(String password, boolean generated, Secrets secrets) {
        static Chosen of(CommonOptions common, boolean fromStdin) {
            Passwords passwords = new Passwords(new SecureRandom());
            String password = fromStdin ? read(common) : passwords.generate();
            if (password.length() < MIN_PASSWORD_CHARS) {
                throw common.failure("account.short", Integer.toString(MIN_PASSWORD_CHARS));
            }
            return new Chosen(password, !fromStdin, passwords.hash(password));
        }

        /** The first line of standard input, and no more of it than a password may have. */
        private static String read(CommonOptions common) {
            Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
            StringBuilder line = new StringBuilder();
            try {
                for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                    if (line.length() > MAX_PASSWORD_CHARS) {
                        throw common.failure("account.long", Integer.toString(MAX_PASSWORD_CHARS));
                    }
                    line.append((char) c);
                }
            } catch (IOException e) {
                throw new CommandFailure(
                        common.texts().text("account.unread", String.valueOf(e.getMessage())), e);
            }
            boolean carriage = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
            return line.substring(0, carriage ? line.length() - 1 : line.length());
        }

        void tell(CommonOptions common, MailAddress address, String what) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("account", address.toString());
            data.put("status", what);
            if (generated) {
                data.put("password", password);
            }
            Output out = common.output();
            out.json(data);
            out.line(common.texts().text("account." + what, address));
            if (generated) {
                out.line(common.texts().text("account.password", password));
            }
        }

        @Override
        public String toString() {
            return "Chosen[hidden]";
        }
    }

    /** Adds an account. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Adds an account; makes up a password and shows it once, unless one is given.",
            footer = {"", "Example: hikyaku account add alice@example.com"})
    static final class Add implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ADDRESS", description = "such as alice@example.com")
        private String address = "";

        @Option(names = "--password-stdin", description = "reads the password from standard input")
        private boolean fromStdin;

        @Override
        public Integer call() {
            MailAddress wanted = MailAddress.of(address).folded();
            try (EmbeddedStore store = common.store()) {
                if (store.domains().find(wanted.domain()).isEmpty()) {
                    throw common.failure("account.domain", wanted.domain());
                }
                Chosen chosen = Chosen.of(common, fromStdin);
                if (!store.accounts().add(new Account(wanted, chosen.secrets()))) {
                    throw common.failure("account.present", wanted);
                }
                chosen.tell(common, wanted, "added");
            }
            return 0;
        }
    }

    /** Changes a password. */
    @Command(
            name = "password",
            mixinStandardHelpOptions = true,
            description = "Gives an account a new password.",
            footer = {"", "Example: hikyaku account password alice@example.com"})
    static final class Password implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ADDRESS", description = "such as alice@example.com")
        private String address = "";

        @Option(names = "--password-stdin", description = "reads the password from standard input")
        private boolean fromStdin;

        @Override
        public Integer call() {
            MailAddress wanted = MailAddress.of(address).folded();
            try (EmbeddedStore store = common.store()) {
                if (store.accounts().find(wanted).isEmpty()) {
                    throw common.failure("account.absent", wanted);
                }
                Chosen chosen = Chosen.of(common, fromStdin);
                if (!store.accounts().updateSecrets(wanted, chosen.secrets())) {
                    throw common.failure("account.absent", wanted); // gone since
                }
                chosen.tell(common, wanted, "changed");
            }
            return 0;
        }
    }

    /** Lists the accounts. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the accounts.",
            footer = {"", "Example: hikyaku account list"})
    static final class ListAll implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Override
        public Integer call() {
            Output out = common.output();
            try (EmbeddedStore store = common.store()) {
                List<String> all =
                        store.accounts().list().stream().map(a -> a.address().toString()).toList();
                out.json(all);
                all.forEach(out::line);
                if (all.isEmpty()) {
                    out.line(common.texts().text("account.none"));
                }
            }
            return 0;
        }
    }

    /** Removes an account and its mail. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes an account and all mail in it.",
            footer = {"", "Example: hikyaku account remove alice@example.com --yes"})
    static final class Remove implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ADDRESS", description = "such as alice@example.com")
        private String address = "";

        @Option(names = "--yes", description = "needed where the account has mail: it is lost")
        private boolean yes;

        @Override
        public Integer call() {
            MailAddress wanted = MailAddress.of(address).folded();
            try (EmbeddedStore store = common.store()) {
                if (!yes && !store.mailboxes().list(wanted, null, 0, 1).isEmpty()) {
                    throw common.failure("account.has-mail", wanted);
                }
                if (!store.accounts().remove(wanted)) {
                    throw common.failure("account.absent", wanted);
                }
            }
            common.output().json(Map.of("account", wanted.toString(), "status", "removed"));
            common.output().line(common.texts().text("account.removed", wanted));
            return 0;
        }
    }
}
