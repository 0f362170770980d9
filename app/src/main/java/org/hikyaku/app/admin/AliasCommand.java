package org.hikyaku.app.admin;

import java.util.List;
import java.util.Map;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts.Alias;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Other addresses for accounts. */
@Command(
        name = "alias",
        mixinStandardHelpOptions = true,
        description = "Other addresses for accounts.",
        footer = {"", "Example: hikyaku alias add info@example.com alice@example.com"},
        subcommands = {
            AliasCommand.Add.class,
            AliasCommand.ListAll.class,
            AliasCommand.Remove.class
        })
public final class AliasCommand {

    /** For picocli. */
    public AliasCommand() {}

    private static List<String> targets(Alias alias) {
        return alias.targets().stream().map(MailAddress::toString).toList();
    }

    private static Map<String, @Nullable Object> data(Alias alias) {
        return Answer.row("alias", alias.address().toString(), "accounts", targets(alias));
    }

    /** Adds an alias. */
    @Command(
            name = "add",
            description =
                    "Adds an address whose mail goes to one account or several, which may also send as it.",
            footer = {
                "",
                "Example: hikyaku alias add info@example.com alice@example.com bob@example.com"
            })
    static final class Add extends StoreCommand.OnAddress {
        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "ACCOUNT",
                description = "who gets its mail")
        private List<String> accounts = List.of();

        @Override
        Answer work(Store store, MailAddress address) {
            Alias wanted =
                    new Alias(
                            address,
                            accounts.stream().map(a -> MailAddress.of(a).folded()).toList());
            requireDomain(store, address.domain(), "account.domain");
            wanted.targets().forEach(target -> requireAccount(store, target, "alias.target"));
            if (!store.accounts().addAlias(wanted)) {
                throw failure("account.present", address);
            }
            return Answer.of(
                    data(wanted), text("alias.added", address, String.join(", ", targets(wanted))));
        }
    }

    /** Lists the aliases. */
    @Command(
            name = "list",
            description = "Lists the aliases.",
            footer = {"", "Example: hikyaku alias list"})
    static final class ListAll extends StoreCommand {
        @Override
        Answer work(Store store) {
            return Answer.list(
                    store.accounts().aliases(),
                    AliasCommand::data,
                    a -> List.of(a.address() + " -> " + String.join(", ", targets(a))),
                    text("alias.none"));
        }
    }

    /** Removes an alias. */
    @Command(
            name = "remove",
            description = "Removes an alias.",
            footer = {"", "Example: hikyaku alias remove info@example.com"})
    static final class Remove extends StoreCommand.OnAddress {
        @Override
        Answer work(Store store, MailAddress address) {
            if (!store.accounts().removeAlias(address)) {
                throw failure("alias.absent", address);
            }
            return Answer.of(
                    Answer.row("alias", address.toString(), "status", "removed"),
                    text("alias.removed", address));
        }
    }
}
