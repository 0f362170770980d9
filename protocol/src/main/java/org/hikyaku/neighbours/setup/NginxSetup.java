package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.neighbours.blocks.BlockFiles;
import org.hikyaku.neighbours.blocks.Directive;

/**
 * A web server.
 *
 * @param sites its server blocks, in the order in which it reads them
 */
public record NginxSetup(BlockFiles files, List<Site> sites) {

    /** Copies the list. */
    public NginxSetup {
        sites = List.copyOf(sites);
    }

    /**
     * A server block.
     *
     * @param names as {@code server_name} has them
     * @param root the folder of its files; empty where none is set
     * @param certificate the path of its certificate
     */
    public record Site(
            List<String> names,
            List<Listen> listens,
            String root,
            Optional<Directive> certificate,
            Directive directive) {

        /** Copies the lists. */
        public Site {
            names = List.copyOf(names);
            listens = List.copyOf(listens);
        }

        /** Whether it answers on a port. */
        public boolean listensOn(int port) {
            return listens.stream().anyMatch(l -> l.port() == port);
        }

        private boolean isDefaultOn(int port) {
            return listens.stream().anyMatch(l -> l.port() == port && l.isDefault());
        }
    }

    /** A port that a site answers on. */
    public record Listen(int port, boolean isTls, boolean isDefault) {}

    /** The site that answers for a name on a port, as nginx chooses it. */
    public Optional<Site> siteOf(String name, int port) {
        List<Site> there = sites.stream().filter(s -> s.listensOn(port)).toList();
        Optional<Site> exact =
                there.stream()
                        .filter(s -> s.names().stream().anyMatch(name::equalsIgnoreCase))
                        .findFirst();
        Optional<Site> wild =
                there.stream()
                        .filter(s -> s.names().stream().anyMatch(n -> fits(n, name)))
                        .findFirst();
        Optional<Site> preset = there.stream().filter(s -> s.isDefaultOn(port)).findFirst();
        return exact.or(() -> wild).or(() -> preset).or(() -> there.stream().findFirst());
    }

    private static boolean fits(String pattern, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (pattern.startsWith("*.")) {
            return lower.endsWith(pattern.substring(1));
        }
        if (pattern.startsWith(".")) {
            return lower.endsWith(pattern) || lower.equals(pattern.substring(1));
        }
        return pattern.endsWith(".*")
                && lower.startsWith(pattern.substring(0, pattern.length() - 1));
    }

    /** Where the web server looks for a file. */
    public sealed interface Served {

        /** A file. */
        record File(String path, Directive by) implements Served {}

        /** It sends the client elsewhere. */
        record Redirect(String to, Directive by) implements Served {}

        /** It asks another server. */
        record Proxy(String to, Directive by) implements Served {}

        /** It has an answer of its own. */
        record Fixed(Directive by) implements Served {}

        /** No site, or nothing that can be told. */
        record Nowhere() implements Served {}
    }

    /** Where the answer to {@code http://name:port/path} comes from. */
    public Served serves(String name, int port, String path) {
        return siteOf(name, port)
                .<Served>map(s -> Locations.served(s, path))
                .orElse(new Served.Nowhere());
    }
}
