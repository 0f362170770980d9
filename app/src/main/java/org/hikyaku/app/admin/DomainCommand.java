package org.hikyaku.app.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    /** Tells the records of new keys: publish them. */
    private static List<String> lines(StoreCommand command, NewKeys made) {
        List<String> selectors = made.keys().stream().map(DkimKeyPair::selector).toList();
        List<String> lines = new ArrayList<>();
        lines.add(
                command.text(
                        "domain.keyed", made.domain().unicode(), String.join(", ", selectors)));
        lines.add(command.text("domain.publish"));
        made.records()
                .forEach(
                        (name, value) -> {
                            lines.add("  TXT  " + name);
                            lines.add("  " + value);
                        });
        return lines;
    }

    private static List<Map<String, @Nullable Object>> rows(NewKeys made) {
        return made.records().entrySet().stream()
                .map(r -> Answer.row("type", "TXT", "name", r.getKey(), "value", r.getValue()))
                .toList();
    }

    /** Adds a domain, or changes its catch-all. */
    @Command(
            name = "add",
            description =
                    "Adds a domain, or changes its catch-all; makes DKIM keys for it and prints their records.",
            footer = {"", "Example: hikyaku domain add example.com --catch-all you@example.com"})
    static final class Add extends StoreCommand.OnDomain {
        @Option(
                names = "--catch-all",
                paramLabel = "ADDRESS",
                description = "the account that gets mail for unknown addresses")
        private @Nullable String catchAll;

        @Option(names = "--no-keys", description = "makes no DKIM keys")
        private boolean withoutKeys;

        @Override
        Answer work(Store store, DomainName name) {
            MailAddress target = catchAll == null ? null : MailAddress.of(catchAll).folded();
            if (target != null) {
                requireAccount(store, target, "domain.catch-all");
            }
            LocalDomain wanted = new LocalDomain(name, target);
            boolean added = store.domains().add(wanted);
            if (!added && target == null) {
                throw failure("domain.present", name.unicode());
            }
            if (!added) {
                store.domains().update(wanted);
            }
            List<String> lines = new ArrayList<>();
            lines.add(text("domain.taken", name.unicode()));
            Map<String, @Nullable Object> data =
                    Answer.row("domain", name.ascii(), "status", added ? "added" : "changed");
            if (added && !withoutKeys && store.keys().signing(name).isEmpty()) {
                NewKeys made = NewKeys.make(store, name);
                data.put("records", rows(made));
                lines.addAll(lines(this, made));
            }
            return new Answer(data, lines);
        }
    }

    /** Makes keys for a domain. */
    @Command(
            name = "keys",
            description =
                    "Makes an RSA-2048 and an Ed25519 key that a domain's mail is signed with from now on, and prints their records: publish them at once.",
            footer = {"", "Example: hikyaku domain keys example.com"})
    static final class MakeKeys extends StoreCommand.OnDomain {
        @Override
        Answer work(Store store, DomainName name) {
            requireDomain(store, name, "domain.absent");
            List<StoredKey> present = store.keys().signing(name);
            if (!present.isEmpty()) {
                throw failure("domain.keys-present", name.unicode(), present);
            }
            NewKeys made = NewKeys.make(store, name);
            return new Answer(
                    Answer.row("domain", name.ascii(), "records", rows(made)), lines(this, made));
        }
    }

    /** Lists the domains. */
    @Command(
            name = "list",
            description = "Lists the domains.",
            footer = {"", "Example: hikyaku domain list --json"})
    static final class ListAll extends StoreCommand {
        @Override
        Answer work(Store store) {
            return Answer.list(
                    store.domains().list(),
                    d -> Answer.row("domain", d.name().ascii(), "catchAll", catchAll(d)),
                    d -> List.of(line(d)),
                    text("config.no-domain"));
        }

        private static @Nullable String catchAll(LocalDomain domain) {
            return domain.catchAll() == null ? null : domain.catchAll().toString();
        }

        private String line(LocalDomain domain) {
            String name = domain.name().unicode();
            MailAddress others = domain.catchAll();
            return others == null ? name : text("domain.others", name, others);
        }
    }

    /** Removes a domain. */
    @Command(
            name = "remove",
            description = "Removes a domain that has no accounts and aliases.",
            footer = {"", "Example: hikyaku domain remove example.com"})
    static final class Remove extends StoreCommand.OnDomain {
        @Override
        Answer work(Store store, DomainName name) {
            if (!store.domains().remove(name)) {
                throw failure("domain.absent", name.unicode());
            }
            return Answer.of(
                    Answer.row("domain", name.ascii(), "status", "removed"),
                    text("domain.removed", name.unicode()));
        }
    }
}
