package org.hikyaku.app.beside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.AddressText;
import org.hikyaku.opendkim.Dataset.Row;
import org.hikyaku.opendkim.HostList;
import org.hikyaku.opendkim.OpendkimSetup;
import org.hikyaku.opendkim.OpendkimSetup.Who;
import org.hikyaku.opendkim.SigningTable;
import org.hikyaku.wire.Printable;

/**
 * The files as settings of this program.
 *
 * @param toml the {@code [milter]} section
 * @param keys those that sign for their own domain
 * @param unconverted settings and rows that have no such form
 */
record NativeForm(String toml, List<DkimKeyPair> keys, List<Row> unconverted) {

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    /** Of what was read. */
    static NativeForm of(Beside beside) {
        OpendkimSetup setup = beside.setup();
        List<Row> left = new ArrayList<>();
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("listen", list(sockets(beside)));
        long umask = setup.options().number("UMask", 0);
        if (umask > 0) {
            lines.put(
                    "socket-mode", text(String.format(Locale.ROOT, "%03o", 0777 & ~umask & 0666)));
        }
        lines.put("internal-networks", list(networks(setup, left)));
        lines.put("daemons", list(daemons(setup)));
        String id = beside.policy().authservId();
        if (!id.isEmpty() && !id.equalsIgnoreCase("HOSTNAME")) {
            lines.put("authserv-id", text(id));
        }
        if (beside.policy().dmarc().holds()) {
            lines.put("quarantine", text("hold"));
        }
        StringBuilder toml = new StringBuilder("[milter]\n");
        lines.forEach((key, value) -> toml.append(key).append(" = ").append(value).append('\n'));
        left.addAll(unconvertible(setup));
        return new NativeForm(toml.toString(), beside.rules().loaded(), List.copyOf(left));
    }

    private static List<String> sockets(Beside beside) {
        return beside.sockets().stream()
                .map(MilterSocket::parse)
                .flatMap(Optional::stream)
                .map(Object::toString)
                .toList();
    }

    /** What is meant, host bits or not; names have no form, and what takes out has none. */
    private static List<String> networks(OpendkimSetup setup, List<Row> left) {
        TreeSet<String> found = new TreeSet<>(LOOPBACK);
        for (Row row : setup.origin().internal().rows()) {
            if (row.key().equalsIgnoreCase("localhost")) {
                continue;
            }
            Optional<IpNet> network = HostList.network(row.key());
            network.ifPresentOrElse(net -> found.add(text(net)), () -> left.add(row));
        }
        return List.copyOf(found);
    }

    private static String text(IpNet net) {
        String address = AddressText.of(net.address());
        boolean alone = net.prefixLength() == net.address().getAddress().length * 8;
        return alone ? address : address + "/" + net.prefixLength();
    }

    private static List<String> daemons(OpendkimSetup setup) {
        return setup.origin().daemons().stream()
                .flatMap(d -> d.rows().stream())
                .map(Row::key)
                .toList();
    }

    private static List<Row> unconvertible(OpendkimSetup setup) {
        return switch (setup.who()) {
            case Who.Tables tables ->
                    tables.signing().rows().stream()
                            .filter(row -> !isOwnDomain(tables, row))
                            .toList();
            case Who.OneKey _, Who.Nobody _ -> List.of();
        };
    }

    /** Whether a row only says that a domain signs with a key of its own. */
    private static boolean isOwnDomain(Who.Tables tables, Row row) {
        String key = row.key().startsWith("*@") ? row.key().substring(2) : row.key();
        if (key.contains("@") || key.contains("*") || row.value().contains(":")) {
            return false;
        }
        List<SigningTable.Hit> hits = tables.signing().find("postmaster", key, false);
        return hits.size() == 1
                && hits.getFirst().row().equals(row)
                && tables.keys()
                        .find(hits.getFirst().keyName(), key)
                        .filter(entry -> entry.domain().equalsIgnoreCase(key))
                        .isPresent();
    }

    private static String list(List<String> values) {
        return "[" + String.join(", ", values.stream().map(NativeForm::text).toList()) + "]";
    }

    private static String text(String value) {
        return '"' + Printable.of(value, 500).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
