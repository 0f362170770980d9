package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.neighbours.blocks.BlockFiles;
import org.hikyaku.neighbours.blocks.Directive;

/** A Dovecot, of 2.3 or 2.4. */
public record DovecotSetup(BlockFiles files) {

    /** Whether it is written in the syntax of 2.4, which names its version. */
    public boolean isNewSyntax() {
        return setting("dovecot_config_version").isPresent();
    }

    /** The setting of a name outside of all sections that counts: the last one. */
    public Optional<Directive> setting(String name) {
        return files.directives().reversed().stream()
                .filter(d -> d.name().equals(name) && !d.isBlock())
                .findFirst();
    }

    /** The files of certificates: {@code ssl_cert = <file} or {@code ssl_server_cert_file}. */
    public List<Directive> certificateFiles() {
        List<Directive> all = files.directives();
        List<Directive> inServer =
                Directive.within(all, "ssl_server").stream()
                        .flatMap(d -> d.children("cert_file").stream())
                        .toList();
        return Stream.of(
                        Directive.within(all, "ssl_cert"),
                        Directive.within(all, "ssl_server_cert_file"),
                        inServer)
                .flatMap(List::stream)
                .toList();
    }

    /** The path that a value names: {@code <file} of 2.3, or the value itself. */
    public static String path(String value) {
        return value.startsWith("<") ? value.substring(1).strip() : value;
    }
}
