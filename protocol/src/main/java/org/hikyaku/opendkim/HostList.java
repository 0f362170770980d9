package org.hikyaku.opendkim;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.Dataset.Row;
import org.hikyaku.opendkim.OptionFile.Entry;

/**
 * OpenDKIM's lists of hosts (InternalHosts, PeerList, ExternalIgnoreList): names, domains with a
 * leading dot, addresses, networks; {@code !} takes out. Everything is compared as text: the
 * client's name and the domains above it, its address, and the network of its address for each
 * prefix length from the longest to the shortest. Immutable.
 */
public final class HostList {

    /** What holds where no list is given. */
    public static final HostList LOOPBACK =
            new HostList(new Dataset.Flat(List.of(row("127.0.0.1"), row("::1")), true));

    /** Nobody. */
    public static final HostList NOBODY = new HostList(new Dataset.Flat(List.of(), true));

    private final Dataset rows;

    /** Of these rows. */
    public HostList(Dataset rows) {
        this.rows = rows;
    }

    private static Row row(String key) {
        return new Row(key, "", new ConfigNote.Place("default", 0));
    }

    /** The rows. */
    public List<Row> rows() {
        return rows.rows();
    }

    /**
     * The row that has the client in it.
     *
     * @param name the client's name; an address in brackets, or empty, where it has none
     * @param address empty for mail made on this machine
     */
    public Optional<Row> find(String name, Optional<InetAddress> address) {
        Optional<Row> byName = name.isEmpty() ? Optional.empty() : byName(name);
        return byName.isPresent() ? byName : address.flatMap(this::byAddress);
    }

    private Optional<Row> byName(String name) {
        for (int at = 0; at >= 0; at = name.indexOf('.', at + 1)) {
            String part = name.substring(at);
            if (rows.find("!" + part).isPresent()) {
                return Optional.empty();
            }
            Optional<Row> found = rows.find(part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Row> byAddress(InetAddress address) {
        int bits = address.getAddress().length * 8;
        for (int n = bits + 1; n >= 0; n--) {
            String tail = n > bits ? "" : "/" + n;
            String text = AddressText.of(AddressText.masked(address, Math.min(n, bits)));
            for (String form : List.of(text + tail, "[" + text + "]" + tail)) {
                if (rows.find("!" + form).isPresent()) {
                    return Optional.empty();
                }
                Optional<Row> found = rows.find(form);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Notes what its author may not expect.
     *
     * @param replacesLoopback whether the list takes the place of 127.0.0.1 and ::1
     */
    public void check(Entry setting, boolean replacesLoopback, ConfigNotes notes) {
        rows.rows().forEach(row -> check(row, setting.name(), notes));
        if (!replacesLoopback) {
            return;
        }
        List<String> absent = new ArrayList<>();
        for (String loopback : List.of("127.0.0.1", "::1")) {
            if (find("localhost", IpNet.address(loopback)).isEmpty()) {
                absent.add(loopback);
            }
        }
        if (!absent.isEmpty()) {
            notes.add(
                    Kind.LOOPBACK_REPLACED,
                    setting.place(),
                    setting.name(),
                    String.join(", ", absent));
        }
    }

    private void check(Row row, String setting, ConfigNotes notes) {
        String entry = row.key().startsWith("!") ? row.key().substring(1) : row.key();
        switch (rows) {
            case Dataset.Flat _ -> checkText(entry, row, setting, notes);
            case Dataset.Patterns _ -> {
                if (entry.startsWith("*")) {
                    // OpenDKIM asks for "!host" first, and the star takes the "!" too.
                    String better = entry.startsWith("*.") ? entry.substring(1) : "0.0.0.0/0";
                    notes.add(Kind.NEVER_MATCHES, row.place(), row.key(), "file: " + better);
                } else {
                    checkText(entry, row, setting, notes);
                }
            }
        }
    }

    private static void checkText(String entry, Row row, String setting, ConfigNotes notes) {
        if (entry.contains("*")) {
            notes.add(
                    Kind.PATTERN_IN_FLAT_FILE, row.place(), row.key(), setting, row.place().file());
            return;
        }
        if (!entry.contains("/")) {
            noteSpelling(entry, row, notes);
            return;
        }
        Optional<IpNet> meant = network(entry);
        if (meant.isEmpty()) {
            notes.add(Kind.NEVER_MATCHES, row.place(), row.key(), "192.0.2.0/24");
            return;
        }
        String right = text(meant.get());
        if (!right.equals(OptionTable.lower(bare(entry)))) {
            boolean hostBits = entry.chars().filter(c -> c == '.').count() == 3;
            notes.add(
                    hostBits ? Kind.HOST_BITS : Kind.NEVER_MATCHES, row.place(), row.key(), right);
        } else if (meant.get().prefixLength() == 0) {
            notes.add(Kind.EVERYBODY, row.place(), row.key(), setting);
        }
    }

    private static String bare(String entry) {
        return entry.replace("[", "").replace("]", "");
    }

    private static String text(IpNet network) {
        return AddressText.of(network.address()) + "/" + network.prefixLength();
    }

    /**
     * What is meant by an entry, whether it ever matches or not: host bits are dropped, {@code
     * 192.0.2/24} is completed. Empty where it is neither an address nor a network.
     */
    public static Optional<IpNet> network(String entry) {
        String bare = bare(entry.startsWith("!") ? "" : entry);
        int slash = bare.indexOf('/');
        String host = slash < 0 ? bare : bare.substring(0, slash);
        if (host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){0,2}") && slash >= 0) {
            host += ".0".repeat(3 - (int) host.chars().filter(c -> c == '.').count());
        }
        String bits = slash < 0 ? "" : bare.substring(slash + 1);
        Optional<InetAddress> address = IpNet.address(host);
        int most = address.map(a -> a.getAddress().length * 8).orElse(0);
        if (address.isEmpty() || !bits.matches(slash < 0 ? "" : "[0-9]{1,3}")) {
            return Optional.empty();
        }
        int length = slash < 0 ? most : Integer.parseInt(bits);
        return length > most
                ? Optional.empty()
                : Optional.of(new IpNet(AddressText.masked(address.get(), length), length));
    }

    private static void noteSpelling(String entry, Row row, ConfigNotes notes) {
        Optional<InetAddress> address = IpNet.address(bare(entry));
        if (address.isPresent()
                && !AddressText.of(address.get()).equals(OptionTable.lower(bare(entry)))) {
            notes.add(Kind.NEVER_MATCHES, row.place(), row.key(), AddressText.of(address.get()));
        }
    }
}
