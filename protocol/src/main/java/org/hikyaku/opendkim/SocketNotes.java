package org.hikyaku.opendkim;

import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.OptionFile.Entry;

/** Looks whether a socket is one, and whether the world can reach it. */
final class SocketNotes {

    private SocketNotes() {}

    static void check(OptionFile options, ConfigNotes notes) {
        options.find("Socket").ifPresent(entry -> check(entry, notes));
    }

    private static void check(Entry entry, ConfigNotes notes) {
        String text = entry.value();
        String lower = OptionTable.lower(text);
        if (lower.startsWith("inet:") || lower.startsWith("inet6:")) {
            String rest = text.substring(text.indexOf(':') + 1);
            int at = rest.indexOf('@');
            String port = at < 0 ? rest : rest.substring(0, at);
            if (!port.matches("[0-9]{1,5}|[a-z][a-z0-9-]*")) {
                bad(entry, notes);
            } else if (at < 0) {
                notes.add(Kind.ALL_INTERFACES, entry.place(), text, text + "@localhost");
            }
        } else if (!lower.startsWith("local:")
                && !lower.startsWith("unix:")
                && !text.startsWith("/")) {
            bad(entry, notes);
        }
    }

    private static void bad(Entry entry, ConfigNotes notes) {
        notes.add(
                Kind.BAD_VALUE,
                entry.place(),
                entry.name(),
                entry.value(),
                "inet:8891@localhost, local:/run/opendkim/opendkim.sock");
    }
}
