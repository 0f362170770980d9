package org.hikyaku.app.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.CommandFailure;
import org.hikyaku.app.CommonOptions;
import org.hikyaku.app.Output;
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

    private static final int MIN_PASSWORD = 8;

    /** For picocli. */
    public AccountCommand() {}

    /** A password and what is kept of it; shown where it was made up here. */
    private record Chosen(String password, boolean generated, Secrets secrets) {
        static Chosen of(boolean fromStdin) {
            Passwords passwords = new Passwords(new SecureRandom());
            String password = fromStdin ? read() : passwords.generate();
            if (password.length() < MIN_PASSWORD) {
                throw new CommandFailure(
                        "a password needs " + MIN_PASSWORD + " characters or more");
            }
            return new Chosen(password, !fromStdin, passwords.hash(password));
        }

        private static String read() {
            try {
                String line =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                                .readLine();
                return line == null ? "" : line;
            } catch (IOException e) {
                throw new CommandFailure(
                        "the password cannot be read from standard input: " + e.getMessage(), e);
            }
        }

        void tell(Output out, MailAddress address, String what) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("account", address.toString());
            data.put("status", what);
            if (generated) {
                data.put("password", password);
            }
            out.json(data);
            out.line("ok: " + address + " is " + what);
            if (generated) {
                out.line("password, shown this once: " + password);
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
                Chosen chosen = Chosen.of(fromStdin);
                if (!store.accounts().add(new Account(wanted, chosen.secrets()))) {
                    throw new CommandFailure(
                            wanted + " is there already, as an account or an alias");
                }
                chosen.tell(common.output(), wanted, "added");
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
                Chosen chosen = Chosen.of(fromStdin);
                if (!store.accounts().updateSecrets(wanted, chosen.secrets())) {
                    throw new CommandFailure("there is no account " + wanted);
                }
                chosen.tell(common.output(), wanted, "changed");
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
                    throw new CommandFailure(
                            wanted
                                    + " has mail, which would be lost: export it (hikyaku mail export), then add --yes");
                }
                if (!store.accounts().remove(wanted)) {
                    throw new CommandFailure("there is no account " + wanted);
                }
            }
            common.output().json(Map.of("account", wanted.toString(), "status", "removed"));
            common.output().line("ok: " + wanted + " is removed");
            return 0;
        }
    }
}
