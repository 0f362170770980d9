package org.hikyaku.neighbours.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.blocks.BlockFiles;
import org.hikyaku.neighbours.blocks.Directive;
import org.hikyaku.neighbours.setup.NamedSetup.Kind;
import org.hikyaku.neighbours.setup.NamedSetup.Zone;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.zonefile.IncludeReader;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneName;

/** The zones of a BIND. */
final class NamedReader {

    private final FileTree tree;
    private final BlockFiles files;
    private final List<Damage> damages;
    private final List<Zone> zones = new ArrayList<>();

    NamedReader(FileTree tree, BlockFiles files, List<Damage> damages) {
        this.tree = tree;
        this.files = files;
        this.damages = damages;
    }

    NamedSetup read() {
        String directory =
                files.directives().stream()
                        .filter(d -> d.name().equals("options"))
                        .flatMap(d -> d.children("directory").stream())
                        .map(Directive::argument)
                        .findFirst()
                        .orElse("");
        collect(files.directives(), "", directory);
        return new NamedSetup(files, directory, zones);
    }

    private void collect(List<Directive> among, String view, String directory) {
        for (Directive directive : among) {
            if (directive.name().equals("view")) {
                collect(directive.children(), directive.argument(), directory);
            } else if (directive.name().equals("zone")) {
                zone(directive, view, directory);
            }
        }
    }

    private void zone(Directive directive, String view, String directory) {
        Optional<DomainName> name = DomainName.parse(directive.argument());
        if (name.isEmpty() && !directive.argument().equals(".")) {
            damages.add(new Damage(directive.at(), directive.argument(), Damage.Expected.NAME));
            return;
        }
        String written = directive.child("file").map(Directive::argument).orElse("");
        String path =
                written.isEmpty() || written.startsWith("/") ? written : directory + "/" + written;
        Kind kind =
                switch (directive.child("type").map(Directive::argument).orElse("")) {
                    case "master", "primary" -> Kind.PRIMARY;
                    case "slave", "secondary" -> Kind.SECONDARY;
                    default -> Kind.OTHER;
                };
        boolean takesUpdates =
                directive.child("update-policy").isPresent()
                        || directive
                                .child("allow-update")
                                .filter(d -> !d.items().equals(List.of("none")))
                                .isPresent();
        boolean signedInline =
                directive.child("inline-signing").filter(d -> isYes(d.argument())).isPresent()
                        || directive
                                .child("dnssec-policy")
                                .filter(d -> !d.argument().equals("none"))
                                .isPresent();
        Optional<HostFile> source =
                kind == Kind.PRIMARY && !path.isEmpty() ? tree.file(path) : Optional.empty();
        DomainName apex = name.orElse(DomainName.ROOT);
        zones.add(
                new Zone(
                        apex,
                        kind,
                        view,
                        path,
                        takesUpdates,
                        signedInline,
                        source,
                        source.map(f -> contents(f, apex, directory)),
                        directive));
        if (kind == Kind.PRIMARY && source.isEmpty() && !path.isEmpty()) {
            damages.add(new Damage(directive.at(), path, Damage.Expected.READABLE_FILE));
        }
    }

    private static boolean isYes(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "1" -> true;
            default -> false;
        };
    }

    private ZoneFile contents(HostFile file, DomainName apex, String directory) {
        IncludeReader includes = path -> included(path, directory);
        ZoneFile zone = ZoneFile.read(file.path(), file.octets(), ZoneName.of(apex), includes);
        zone.firstError()
                .ifPresent(
                        e ->
                                damages.add(
                                        new Damage(
                                                new Place(e.at().file(), e.at().line()),
                                                e.what(Locale.ENGLISH),
                                                Damage.Expected.ZONE)));
        return zone;
    }

    private IncludeReader.Included included(String path, String directory) throws IOException {
        String shown =
                new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String absolute = shown.startsWith("/") ? shown : directory + "/" + shown;
        HostFile file =
                tree.file(absolute).orElseThrow(() -> new IOException("cannot read " + absolute));
        return new IncludeReader.Included(absolute, file.octets(), true);
    }
}
