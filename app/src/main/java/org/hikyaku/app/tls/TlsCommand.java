package org.hikyaku.app.tls;

import picocli.CommandLine.Command;

/** {@code hikyaku tls}. */
@Command(
        name = "tls",
        mixinStandardHelpOptions = true,
        description =
                "What TLS is required to deliver to a domain, and whether its hosts meet that.",
        footer = {"", "Example: hikyaku tls explain example.com"},
        subcommands = {ExplainCommand.class, TestCommand.class})
public final class TlsCommand {

    /** For picocli. */
    public TlsCommand() {}
}
