package org.hikyaku.app.console;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.ZoneAnswers;
import org.hikyaku.lookup.ZoneResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What follows {@code --zone}: {@code FILE}, or {@code ORIGIN=FILE} for a file that does not name
 * its zone.
 *
 * @param origin the zone's name; null where it was not given
 */
public record ZoneOption(Path file, @Nullable DomainName origin) {

    /** As commands show it in their help. */
    public static final String LABEL = "[ORIGIN=]FILE";

    /** As commands explain it in their help. */
    public static final String DESCRIPTION =
            "Answers from this zone file first, with ORIGIN for one that does not name its zone;"
                    + " repeatable.";

    /** Reads the option; a file that is there may have an equals sign in its name. */
    public static ZoneOption parse(String text) {
        int equals = text.indexOf('=');
        Optional<DomainName> origin =
                equals <= 0 || Files.exists(Path.of(text))
                        ? Optional.empty()
                        : DomainName.parse(text.substring(0, equals));
        return origin.map(name -> new ZoneOption(Path.of(text.substring(equals + 1)), name))
                .orElseGet(() -> new ZoneOption(Path.of(text), null));
    }

    /**
     * The resolver that answers from the files first.
     *
     * @param zone the zone of files that come without one; null where it is not known
     * @throws CommandFailure where one cannot be used, with the line that {@code zone check} has
     */
    public static ZoneResolver over(
            Resolver outside, List<ZoneOption> files, @Nullable DomainName zone, Locale locale) {
        List<ZoneAnswers.Source> sources =
                files.stream()
                        .map(
                                f ->
                                        new ZoneAnswers.Source(
                                                f.file(), f.origin() == null ? zone : f.origin()))
                        .toList();
        try {
            return ZoneAnswers.over(outside, sources);
        } catch (ZoneFileException e) {
            throw new CommandFailure(e.text(locale), e);
        }
    }

    /** For picocli. */
    public static final class Converter implements ITypeConverter<ZoneOption> {

        /** For picocli. */
        public Converter() {}

        @Override
        public ZoneOption convert(String text) {
            try {
                return parse(text);
            } catch (InvalidPathException _) {
                throw new TypeConversionException("that is no path");
            }
        }
    }
}
