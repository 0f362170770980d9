package org.hikyaku.app.zone;

import picocli.CommandLine.Command;

/** {@code hikyaku zone}. */
@Command(
        name = "zone",
        mixinStandardHelpOptions = true,
        description = "Zone files: check one, change one record and keep all else.",
        footer = {"", "Example: hikyaku zone check /etc/bind/example.com.zone example.com"},
        subcommands = {
            CheckZone.class,
            EditZone.Add.class,
            EditZone.SetRecord.class,
            EditZone.Remove.class
        })
public final class ZoneCommand {

    /** For picocli. */
    public ZoneCommand() {}
}
