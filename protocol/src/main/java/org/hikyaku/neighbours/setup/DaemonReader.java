package org.hikyaku.neighbours.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.setup.MilterDaemon.Line;
import org.hikyaku.neighbours.setup.MilterDaemon.Program;
import org.hikyaku.neighbours.setup.MilterDaemon.Socket;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.SourceText;

/** Finds OpenDKIM and OpenDMARC and where they listen. */
final class DaemonReader {

    private final FileTree tree;

    DaemonReader(FileTree tree) {
        this.tree = tree;
    }

    Optional<MilterDaemon> opendkim() {
        return daemon(
                Program.OPENDKIM,
                List.of("/etc/opendkim.conf", "/etc/opendkim/opendkim.conf"),
                "/etc/default/opendkim");
    }

    Optional<MilterDaemon> opendmarc() {
        return daemon(
                Program.OPENDMARC,
                List.of("/etc/opendmarc.conf", "/etc/opendmarc/opendmarc.conf"),
                "/etc/default/opendmarc");
    }

    private Optional<MilterDaemon> daemon(Program program, List<String> paths, String defaults) {
        Optional<HostFile> conf =
                paths.stream().map(tree::file).flatMap(Optional::stream).findFirst();
        if (conf.isEmpty()) {
            return Optional.empty();
        }
        List<Line> lines = lines(conf.get().text());
        Optional<Socket> own =
                lines.reversed().stream()
                        .filter(l -> l.name().equalsIgnoreCase("Socket"))
                        .findFirst()
                        .map(DaemonReader::socket);
        return Optional.of(
                new MilterDaemon(program, conf.get(), lines, own.or(() -> shell(defaults))));
    }

    private static Socket socket(Line line) {
        return new Socket(MilterAddress.ofMilter(line.value()), line.value(), line.at());
    }

    /** {@code SOCKET=…} of the file that the start script reads. */
    private Optional<Socket> shell(String path) {
        Optional<SourceText> text = tree.file(path).map(HostFile::text);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Socket> found = Optional.empty();
        for (int line = 0; line < text.get().lineCount(); line++) {
            String content = text.get().line(line).strip();
            if (content.startsWith("SOCKET=")) {
                String value = content.substring(7).replaceAll("\\s+#.*$", "");
                value = value.replaceAll("^[\"']|[\"']$", "").replace("$RUNDIR", "/run/opendkim");
                found =
                        Optional.of(
                                new Socket(
                                        MilterAddress.ofMilter(value),
                                        value,
                                        text.get().place(text.get().lineStart(line))));
            }
        }
        return found;
    }

    /** Names and values; {@code #} begins a comment wherever it stands. */
    static List<Line> lines(SourceText text) {
        List<Line> found = new ArrayList<>();
        for (int line = 0; line < text.lineCount(); line++) {
            String content = text.line(line);
            int comment = content.indexOf('#');
            String[] parts =
                    (comment < 0 ? content : content.substring(0, comment))
                            .strip()
                            .split("\\s+", 2);
            if (!parts[0].isEmpty()) {
                found.add(
                        new Line(
                                parts[0],
                                parts.length > 1 ? parts[1] : "",
                                text.place(text.lineStart(line))));
            }
        }
        return List.copyOf(found);
    }
}
