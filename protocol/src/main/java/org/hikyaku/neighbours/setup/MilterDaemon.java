package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.Place;

/**
 * OpenDKIM or OpenDMARC, as far as the host around it must know: its file and where it listens.
 * What else is in the file is read by the package that knows all options.
 *
 * @param conf its configuration file
 * @param lines names and values, in the order of the file
 * @param listens where it listens: {@code Socket} of the file, or of {@code /etc/default}; empty
 *     where neither says so
 */
public record MilterDaemon(
        Program program, HostFile conf, List<Line> lines, Optional<Socket> listens) {

    /** Copies the list. */
    public MilterDaemon {
        lines = List.copyOf(lines);
    }

    /** Which of the two. */
    public enum Program {
        /** OpenDKIM. */
        OPENDKIM,
        /** OpenDMARC. */
        OPENDMARC
    }

    /** A name and its value. */
    public record Line(String name, String value, Place at) {}

    /** Where it listens, and which line says so. */
    public record Socket(MilterAddress address, String written, Place at) {}

    /** The line of a name that counts: the last one. Case does not matter. */
    public Optional<Line> line(String name) {
        return lines.reversed().stream().filter(l -> l.name().equalsIgnoreCase(name)).findFirst();
    }

    /** The value of a name. */
    public Optional<String> value(String name) {
        return line(name).map(Line::value);
    }
}
