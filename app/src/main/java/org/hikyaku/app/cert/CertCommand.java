package org.hikyaku.app.cert;

import picocli.CommandLine.Command;

/** {@code hikyaku cert}. */
@Command(
        name = "cert",
        mixinStandardHelpOptions = true,
        description = "Certificates: ordered, renewed and put into service.",
        subcommands = {
            StatusCommand.class,
            IssueCommand.class,
            RenewCommand.class,
            RevokeCommand.class,
            TestCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: hikyaku cert status"})
public final class CertCommand {
    /** For picocli. */
    public CertCommand() {}
}
