package org.hikyaku.app.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.CommandFailure;
import org.hikyaku.app.CommonOptions;
import org.hikyaku.app.Output;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The domains that the server takes mail for. */
@Command(
        name = "domain",
        mixinStandardHelpOptions = true,
        description = "The domains that the server takes mail for.",
        footer = {"", "Example: hikyaku domain add example.com"},
        subcommands = {
            DomainCommand.Add.class,
            DomainCommand.ListAll.class,
            DomainCommand.Remove.class
        })
public final class DomainCommand {

    /** For picocli. */
    public DomainCommand() {}

    /** Adds a domain, or changes its catch-all. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Adds a domain; keys for it are made by quickstart or with: hikyaku dkim genkey",
            footer = {"", "Example: hikyaku domain add example.com --catch-all you@example.com"})
    static final class Add implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "DOMAIN", description = "such as example.com")
        private String domain = "";

        @Option(
                names = "--catch-all",
                paramLabel = "ADDRESS",
                description = "the account that gets mail for unknown addresses")
        private @Nullable String catchAll;

        @Override
        public Integer call() {
            DomainName name = DomainName.of(domain);
            if (!name.isHostName() || name.labelCount() < 2) {
                throw new CommandFailure(
                        "'" + domain + "' cannot be a mail domain (example: example.com)");
            }
            MailAddress target = catchAll == null ? null : MailAddress.of(catchAll);
            try (EmbeddedStore store = common.store()) {
                if (target != null && store.accounts().find(target).isEmpty()) {
                    throw new CommandFailure(target + " is not an account: add it first");
                }
                LocalDomain wanted = new LocalDomain(name, target);
                boolean added = store.domains().add(wanted);
                if (!added && target == null) {
                    throw new CommandFailure(name + " is there already");
                }
                if (!added) {
                    store.domains().update(wanted);
                }
            }
            common.output().json(Map.of("domain", name.ascii(), "status", "ok"));
            common.output().line("ok: mail for " + name.unicode() + " is taken");
            return 0;
        }
    }

    /** Lists the domains. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the domains.",
            footer = {"", "Example: hikyaku domain list --json"})
    static final class ListAll implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Override
        public Integer call() {
            Output out = common.output();
            try (EmbeddedStore store = common.store()) {
                List<LocalDomain> all = store.domains().list();
                out.json(all.stream().map(ListAll::data).toList());
                all.forEach(
                        d ->
                                out.line(
                                        d.name().unicode()
                                                + (d.catchAll() == null
                                                        ? ""
                                                        : "  (all other addresses: "
                                                                + d.catchAll()
                                                                + ")")));
            }
            return 0;
        }

        private static Map<String, Object> data(LocalDomain domain) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("domain", domain.name().ascii());
            row.put("catchAll", domain.catchAll() == null ? null : domain.catchAll().toString());
            return row;
        }
    }

    /** Removes a domain. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes a domain that has no accounts and aliases.",
            footer = {"", "Example: hikyaku domain remove example.com"})
    static final class Remove implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "DOMAIN", description = "such as example.com")
        private String domain = "";

        @Override
        public Integer call() {
            DomainName name = DomainName.of(domain);
            try (EmbeddedStore store = common.store()) {
                if (!store.domains().remove(name)) {
                    throw new CommandFailure(name + " is not a domain of this server");
                }
            }
            common.output().json(Map.of("domain", name.ascii(), "status", "removed"));
            common.output().line("ok: " + name.unicode() + " is removed");
            return 0;
        }
    }
}
