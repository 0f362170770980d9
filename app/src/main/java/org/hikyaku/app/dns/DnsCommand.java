package org.hikyaku.app.dns;

import picocli.CommandLine.Command;

/** {@code hikyaku dns}. */
@Command(
        name = "dns",
        mixinStandardHelpOptions = true,
        description = "What a domain publishes: plan changes, apply, follow, take them back.",
        footer = {"", "Example: hikyaku dns plan example.com"},
        subcommands = {
            PlanCommand.class,
            ApplyCommand.class,
            UndoCommand.class,
            FollowCommand.class
        })
public final class DnsCommand {

    static final int NOTHING_TO_DO = 0;
    static final int OPEN = 1;
    static final int COULD_NOT_RUN = 2;

    /** For picocli. */
    public DnsCommand() {}
}
