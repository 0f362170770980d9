package org.hikyaku.app.keys;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.hikyaku.keylife.KeyKeeper;
import org.hikyaku.keylife.KeyReport;
import org.hikyaku.keylife.Selectors;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hikyaku dkim rotate}. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Makes new keys and publishes them, or shows what to publish.",
            "They sign once every name server shows their records; the old ones go when no mail needs them."
        },
        footer = {"", "Example: hikyaku dkim rotate example.com"})
public final class RotateCommand extends KeyCommand {

    @Option(
            names = "--selector",
            paramLabel = "NAME",
            description = "the new key's selector (default: from the month); with --algorithm")
    private @Nullable String selector;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "rsa or ed25519 (default: those that sign now)")
    private @Nullable String algorithm;

    /** For picocli. */
    public RotateCommand() {}

    @Override
    List<KeyReport> run(KeyKeeper keeper, EmbeddedStore store, DomainName name) {
        if (algorithm != null && !algorithm.equals("rsa") && !algorithm.equals("ed25519")) {
            throw failure("keys.algorithm");
        }
        if (selector != null && (algorithm == null || !isSelector(selector, name))) {
            throw failure("keys.selector");
        }
        List<StoredKey> present = new ArrayList<>(store.keys().signing(name));
        present.addAll(store.keys().idle(name));
        List<String> taken = present.stream().map(StoredKey::selector).toList();
        if (selector != null && taken.contains(selector)) {
            throw failure("keys.taken", selector);
        }
        for (String one : algorithms(store, name)) {
            String chosen =
                    selector == null
                            ? Selectors.next(one, Clock.systemUTC().instant(), taken)
                            : selector;
            keeper.rotate(name, one, chosen);
        }
        return keeper.advance(name);
    }

    private static boolean isSelector(String text, DomainName domain) {
        return text.matches("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,3}")
                && domain.withPrefix(text + "._domainkey").isPresent();
    }

    private Iterable<String> algorithms(EmbeddedStore store, DomainName name) {
        if (algorithm != null) {
            return List.of(algorithm);
        }
        TreeSet<String> all = new TreeSet<>();
        store.keys().signing(name).forEach(key -> all.add(key.algorithm()));
        return all.isEmpty() ? List.of("rsa", "ed25519") : all;
    }
}
