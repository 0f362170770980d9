package org.hikyaku.app.lookup;

import java.util.List;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.console.ZoneOption;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is asked: what {@code lookup} and {@code check} share. */
final class AskOptions {

    /** In place of a server: nobody. */
    static final String NOBODY = "none";

    @Option(
            names = "--zone",
            paramLabel = ZoneOption.LABEL,
            converter = ZoneOption.Converter.class,
            description = ZoneOption.DESCRIPTION)
    private List<ZoneOption> zones = List.of();

    @Option(
            names = "--list",
            paramLabel = "ZONE",
            description = "a DNS blocklist in place of the usual ones; repeatable")
    private List<String> lists = List.of();

    @Option(
            names = "--fresh",
            description = "asks the name servers of each zone in place of caches")
    private boolean fresh;

    @Option(names = "--dns-only", description = "connects to no mail, name or web server")
    private boolean dnsOnly;

    /**
     * Who is asked.
     *
     * @param server without its {@code @}; null for the system's
     */
    NetworkOptions network(@Nullable String server) {
        return new NetworkOptions(server, zones, fresh, dnsOnly || !zones.isEmpty());
    }

    /**
     * The blocklists to ask.
     *
     * @param usual where no option names one
     */
    List<DomainName> blockLists(@Nullable String server, List<DomainName> usual, Texts texts) {
        if (lists.isEmpty()) {
            return NOBODY.equals(server) ? List.of() : usual;
        }
        return lists.stream().map(list -> list(list, texts)).toList();
    }

    private static DomainName list(String text, Texts texts) {
        return DomainName.parse(text)
                .orElseThrow(
                        () -> new CommandFailure(texts.text("bad-list", Printable.of(text, 60))));
    }
}
