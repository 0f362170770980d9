package org.hikyaku.app.keys;

import java.util.List;
import org.hikyaku.keylife.KeyKeeper;
import org.hikyaku.keylife.KeyReport;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.embedded.EmbeddedStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hikyaku dkim keys}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description =
                "The keys of a domain: how far each has come, whether its record is published, what comes next and when.",
        footer = {"", "Example: hikyaku dkim keys example.com"})
public final class KeysCommand extends KeyCommand {

    @Option(
            names = "--advance",
            description = "moves each key on as far as it can go now; serve does so by itself")
    private boolean advance;

    /** For picocli. */
    public KeysCommand() {}

    @Override
    List<KeyReport> run(KeyKeeper keeper, EmbeddedStore store, DomainName name) {
        return advance ? keeper.advance(name) : keeper.look(name);
    }
}
