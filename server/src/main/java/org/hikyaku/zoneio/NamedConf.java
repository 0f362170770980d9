package org.hikyaku.zoneio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.hikyaku.name.DomainName;
import org.hikyaku.zoneio.NamedStatements.Statement;

/**
 * What BIND's configuration says of a zone file: who writes it. Read with what it includes; what is
 * not understood is passed over, since BIND itself has judged it.
 */
final class NamedConf {

    /** Where distributions put it: Debian, Red Hat, FreeBSD. */
    static final List<Path> USUAL_PLACES =
            List.of(
                    Path.of("/etc/bind/named.conf"),
                    Path.of("/etc/named.conf"),
                    Path.of("/usr/local/etc/namedb/named.conf"));

    /** A host with a hundred thousand zones has some ten megabytes. */
    private static final long MAX_FILE_BYTES = 64L << 20;

    /** All files together: one that includes itself ends here. */
    private static final int MAX_FILES = 1000;

    private final List<Statement> statements = new ArrayList<>();
    private int files;

    private NamedConf() {}

    /** The configuration at {@code file}; empty where it cannot be read. */
    static Optional<NamedConf> read(Path file) {
        NamedConf conf = new NamedConf();
        return conf.add(file) ? Optional.of(conf) : Optional.empty();
    }

    private boolean add(Path file) {
        try {
            if (files++ >= MAX_FILES
                    || !Files.isRegularFile(file)
                    || Files.size(file) > MAX_FILE_BYTES) {
                return false;
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (Statement statement : NamedStatements.of(text)) {
                statements.add(statement);
                if (statement.is("include")) {
                    boolean _ = add(file.resolveSibling(statement.word(1)));
                }
            }
            return true;
        } catch (IOException | InvalidPathException _) {
            return false;
        }
    }

    /**
     * The statement that makes the server write {@code file} itself, such as {@code update-policy};
     * empty where a person does, or this configuration does not speak of it.
     */
    Optional<String> writer(DomainName zone, Path file) {
        for (Statement statement : statements) {
            List<Statement> outer = statement.is("view") ? statement.block() : List.of();
            for (Statement each : statement.is("zone") ? List.of(statement) : outer) {
                if (isOf(each, zone, file)) {
                    return writer(each, outer);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isOf(Statement statement, DomainName zone, Path file) {
        boolean named =
                statement.is("zone")
                        && DomainName.parse(statement.word(1)).filter(zone::equals).isPresent();
        return named
                && statement.inner("file").stream().anyMatch(inner -> isSame(inner.word(1), file));
    }

    /** BIND takes relative names from its {@code directory}. */
    private boolean isSame(String named, Path file) {
        try {
            Path path = Path.of(named);
            for (Statement options : statements) {
                for (Statement directory :
                        options.is("options") ? options.inner("directory") : List.<Statement>of()) {
                    path = Path.of(directory.word(1)).resolve(path);
                }
            }
            return Files.exists(path) && Files.isSameFile(path, file);
        } catch (IOException | InvalidPathException _) {
            return false;
        }
    }

    private Optional<String> writer(Statement zone, List<Statement> view) {
        // Older names of the types: "slave".
        String type =
                zone.inner("type").stream()
                        .map(t -> t.word(1).toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElse("primary");
        if (!type.equals("primary") && !type.equals("master")) {
            return Optional.of("type " + type);
        }
        Predicate<Statement> open = s -> !s.block().stream().allMatch(inner -> inner.is("none"));
        if (zone.inner("update-policy").stream().anyMatch(s -> !s.word(1).equals("none"))) {
            return Optional.of("update-policy");
        }
        List<Statement> allowed = zone.inner("allow-update");
        if (allowed.isEmpty()) {
            allowed = view.stream().filter(s -> s.is("allow-update")).toList();
        }
        if (allowed.isEmpty()) {
            allowed =
                    statements.stream()
                            .filter(s -> s.is("options"))
                            .flatMap(s -> s.inner("allow-update").stream())
                            .toList();
        }
        if (allowed.stream().anyMatch(open)) {
            return Optional.of("allow-update");
        }
        // With inline-signing the file stays a person's, and the signed zone stands beside it; a
        // policy without it signs in the file itself.
        boolean apart = zone.inner("inline-signing").stream().anyMatch(s -> s.word(1).equals("no"));
        boolean signs =
                zone.inner("dnssec-policy").stream().anyMatch(s -> !s.word(1).equals("none"));
        return apart && signs ? Optional.of("dnssec-policy, inline-signing no") : Optional.empty();
    }
}
