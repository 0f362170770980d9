package org.hikyaku.app.keys;

import java.util.List;
import org.hikyaku.keylife.KeyKeeper;
import org.hikyaku.keylife.KeyReport;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hikyaku dkim approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Agrees to sign with a key that everybody finds by now.",
        footer = {"", "Example: hikyaku dkim approve example.com hk202611r"})
public final class ApproveCommand extends KeyCommand {

    private static final int MAX_SHOWN_CHARS = 100;

    @Parameters(index = "1", paramLabel = "SELECTOR", description = "such as hk202611r")
    private String selector = "";

    /** For picocli. */
    public ApproveCommand() {}

    @Override
    List<KeyReport> run(KeyKeeper keeper, EmbeddedStore store, DomainName name) {
        if (!keeper.approve(name, selector)) {
            throw failure("keys.not-waiting", Printable.of(selector, MAX_SHOWN_CHARS));
        }
        return keeper.advance(name);
    }
}
