package org.hikyaku.app.zone;

import java.nio.file.Path;
import java.util.Locale;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFileException;
import picocli.CommandLine.Parameters;

/** Which zone file, and of which zone. */
final class ZoneTarget {

    @Parameters(index = "0", paramLabel = "FILE", description = "the zone file")
    private Path file = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "ORIGIN",
            description = "the zone's name, such as example.com")
    private String origin = "";

    Path file() {
        return file;
    }

    DomainName origin() {
        return DomainName.of(origin);
    }

    static Texts texts(Locale locale) {
        return Texts.of(ZoneTarget.class, "ZoneMessages", locale);
    }

    static CommandFailure failure(ZoneFileException e, Locale locale) {
        return new CommandFailure(e.text(locale), e);
    }
}
