package org.hikyaku.app.dns;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What plan and apply have in common. */
final class PlanOptions {

    static final int MAX_DAYS = 3650;

    @Option(
            names = "--replace",
            paramLabel = "NAME",
            description =
                    "Decides a conflict at this name: what is wanted replaces what is there;"
                            + " may be repeated.")
    private List<String> replace = new ArrayList<>();

    @Option(
            names = "--mails",
            paramLabel = "FILE",
            description =
                    "Replay these messages (a message, an mbox, a Maildir or a folder of files)"
                            + " instead of what this server has seen.")
    private @Nullable Path mails;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "Replay what was seen in so many days (default: 30).")
    private int days = 30;

    Set<DomainName> replaced() {
        Set<DomainName> names = new LinkedHashSet<>();
        replace.forEach(name -> names.add(DomainName.of(name)));
        return names;
    }

    @Nullable Path mails() {
        return mails;
    }

    int days() {
        return Math.clamp(days, 1, MAX_DAYS);
    }
}
