package org.hikyaku.app.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.Printable;
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
            DomainCommand.MakeKeys.class,
            DomainCommand.ListAll.class,
            DomainCommand.Remove.class
        })
public final class DomainCommand {

    /** For picocli. */
    public DomainCommand() {}

    private static DomainName name(CommonOptions common, String text) {
        DomainName name = DomainName.of(text);
        if (!name.isHostName() || name.labelCount() < 2) {
            throw common.failure("domain.invalid", Printable.of(text, 100));
        }
        return name;
    }

    /** Adds a domain, or changes its catch-all. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Adds a domain, or changes its catch-all; makes DKIM keys for it and prints their records.",
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

        @Option(names = "--no-keys", description = "makes no DKIM keys")
        private boolean withoutKeys;

        @Override
        public Integer call() {
            DomainName name = name(common, domain);
            MailAddress target = catchAll == null ? null : MailAddress.of(catchAll).folded();
            Output out = common.output();
            try (EmbeddedStore store = common.store()) {
                if (target != null && store.accounts().find(target).isEmpty()) {
                    throw common.failure("domain.catch-all", target);
                }
                LocalDomain wanted = new LocalDomain(name, target);
                boolean added = store.domains().add(wanted);
                if (!added && target == null) {
                    throw common.failure("domain.present", name.unicode());
                }
                if (!added) {
                    store.domains().update(wanted);
                }
                out.line(common.texts().text("domain.taken", name.unicode()));
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("domain", name.ascii());
                data.put("status", added ? "added" : "changed");
                if (added && !withoutKeys && store.keys().signing(name).isEmpty()) {
                    data.put("records", NewKeys.make(store, name).tell(common));
                }
                out.json(data);
            }
            return 0;
        }
    }

    /** Makes keys for a domain. */
    @Command(
            name = "keys",
            mixinStandardHelpOptions = true,
            description =
                    "Makes an RSA-2048 and an Ed25519 key that a domain's mail is signed with from now on, and prints their records: publish them at once.",
            footer = {"", "Example: hikyaku domain keys example.com"})
    static final class MakeKeys implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "DOMAIN", description = "such as example.com")
        private String domain = "";

        @Override
        public Integer call() {
            DomainName name = name(common, domain);
            try (EmbeddedStore store = common.store()) {
                if (store.domains().find(name).isEmpty()) {
                    throw common.failure("domain.absent", name.unicode());
                }
                List<StoredKey> present = store.keys().signing(name);
                if (!present.isEmpty()) {
                    throw common.failure("domain.keys-present", name.unicode(), present);
                }
                List<Map<String, String>> records = NewKeys.make(store, name).tell(common);
                common.output().json(Map.of("domain", name.ascii(), "records", records));
            }
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
                                        d.catchAll() == null
                                                ? d.name().unicode()
                                                : common.texts()
                                                        .text(
                                                                "domain.others",
                                                                d.name().unicode(),
                                                                d.catchAll())));
                if (all.isEmpty()) {
                    out.line(common.texts().text("config.no-domain"));
                }
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
            DomainName name = name(common, domain);
            try (EmbeddedStore store = common.store()) {
                if (!store.domains().remove(name)) {
                    throw common.failure("domain.absent", name.unicode());
                }
            }
            common.output().json(Map.of("domain", name.ascii(), "status", "removed"));
            common.output().line(common.texts().text("domain.removed", name.unicode()));
            return 0;
        }
    }
}
