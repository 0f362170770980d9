package org.hikyaku.neighbours.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.blocks.BlockFiles;
import org.hikyaku.neighbours.blocks.Directive;
import org.hikyaku.neighbours.setup.NginxSetup.Listen;
import org.hikyaku.neighbours.setup.NginxSetup.Site;

/** The server blocks of an nginx. */
final class NginxReader {

    private NginxReader() {}

    static NginxSetup read(BlockFiles files) {
        List<Site> sites = new ArrayList<>();
        for (Directive directive : files.directives()) {
            if (directive.name().equals("http")) {
                directive.children("server").forEach(s -> sites.add(site(s, directive)));
            }
        }
        return new NginxSetup(files, sites);
    }

    private static Site site(Directive server, Directive http) {
        List<String> names =
                server.children("server_name").stream()
                        .flatMap(d -> d.arguments().stream())
                        .toList();
        List<Listen> listens = server.children("listen").stream().map(NginxReader::listen).toList();
        Optional<Directive> root = server.child("root").or(() -> http.child("root"));
        return new Site(
                names,
                listens.isEmpty() ? List.of(new Listen(80, false, false)) : listens,
                root.map(Directive::argument).orElse(""),
                server.child("ssl_certificate").or(() -> http.child("ssl_certificate")),
                server);
    }

    private static Listen listen(Directive directive) {
        String address = directive.argument();
        String last = address.substring(address.lastIndexOf(':') + 1);
        int port = last.matches("[0-9]{1,5}") ? Integer.parseInt(last) : 80;
        return new Listen(
                address.startsWith("unix:") ? 0 : port,
                directive.arguments().contains("ssl"),
                directive.arguments().contains("default_server"));
    }
}
