package org.hikyaku.app.admin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts.Alias;
import org.hikyaku.store.embedded.EmbeddedStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    private static List<String> texts(List<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::toString).toList();
    }

    /** Adds an alias. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Adds an address whose mail goes to one account or several, which may also send as it.",
            footer = {
                "",
                "Example: hikyaku alias add info@example.com alice@example.com bob@example.com"
            })
    static final class Add implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(index = "0", paramLabel = "ALIAS", description = "the new address")
        private String alias = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "ACCOUNT",
                description = "who gets its mail")
        private List<String> targets = List.of();

        @Override
        public Integer call() {
            Alias wanted =
                    new Alias(
                            MailAddress.of(alias).folded(),
                            targets.stream().map(t -> MailAddress.of(t).folded()).toList());
            try (EmbeddedStore store = common.store()) {
                requireNames(store, wanted);
                if (!store.accounts().addAlias(wanted)) {
                    throw common.failure("account.present", wanted.address());
                }
            }
            common.output()
                    .json(
                            Map.of(
                                    "alias",
                                    wanted.address().toString(),
                                    "accounts",
                                    texts(wanted.targets())));
            common.output()
                    .line(
                            common.texts()
                                    .text(
                                            "alias.added",
                                            wanted.address(),
                                            String.join(", ", texts(wanted.targets()))));
            return 0;
        }

        private void requireNames(EmbeddedStore store, Alias wanted) {
            if (store.domains().find(wanted.address().domain()).isEmpty()) {
                throw common.failure("account.domain", wanted.address().domain());
            }
            for (MailAddress target : wanted.targets()) {
                if (store.accounts().find(target).isEmpty()) {
                    throw common.failure("alias.target", target);
                }
            }
        }
    }

    /** Lists the aliases. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the aliases.",
            footer = {"", "Example: hikyaku alias list"})
    static final class ListAll implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Override
        public Integer call() {
            Output out = common.output();
            try (EmbeddedStore store = common.store()) {
                List<Alias> all = store.accounts().aliases();
                out.json(
                        all.stream()
                                .map(
                                        a ->
                                                Map.of(
                                                        "alias",
                                                        a.address().toString(),
                                                        "accounts",
                                                        texts(a.targets())))
                                .toList());
                all.forEach(
                        a ->
                                out.line(
                                        a.address()
                                                + " -> "
                                                + String.join(", ", texts(a.targets()))));
                if (all.isEmpty()) {
                    out.line(common.texts().text("alias.none"));
                }
            }
            return 0;
        }
    }

    /** Removes an alias. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes an alias.",
            footer = {"", "Example: hikyaku alias remove info@example.com"})
    static final class Remove implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ALIAS", description = "the address")
        private String alias = "";

        @Override
        public Integer call() {
            MailAddress address = MailAddress.of(alias).folded();
            try (EmbeddedStore store = common.store()) {
                if (!store.accounts().removeAlias(address)) {
                    throw common.failure("alias.absent", address);
                }
            }
            common.output().json(Map.of("alias", address.toString(), "status", "removed"));
            common.output().line(common.texts().text("alias.removed", address));
            return 0;
        }
    }
}
