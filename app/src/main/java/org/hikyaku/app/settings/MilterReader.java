package org.hikyaku.app.settings;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.MilterRules.Options;
import org.hikyaku.milterd.MilterRules.Quarantine;
import org.hikyaku.milterd.MilterRules.Unsignable;
import org.hikyaku.name.DomainName;

/** Reads {@code [milter]}. */
record MilterReader(TomlText toml) {

    /** Postfix's and Sendmail's names for their ports are short. */
    private static final int MAX_DAEMON_CHARS = 100;

    Settings.Milter read(Settings.Milter d) throws SettingsException {
        return new Settings.Milter(
                toml.list(
                        "milter.listen",
                        "sockets such as \"inet:8891@localhost\" or \"unix:/run/hikyaku/milter.sock\"",
                        MilterSocket::parse,
                        d.listen()),
                toml.value("milter.socket-mode", "a mode such as \"660\"", MilterReader::mode)
                        .orElse(d.socketMode()),
                toml.value("milter.socket-group", "the name of a group", MilterReader::group)
                        .orElse(d.socketGroup()),
                toml.list(
                        "milter.internal-networks",
                        "networks such as \"10.0.0.0/8\"",
                        SettingsReader::network,
                        d.internalNetworks()),
                Set.copyOf(
                        toml.list(
                                "milter.daemons",
                                "names such as \"ORIGINATING\"",
                                MilterReader::daemon,
                                List.copyOf(d.daemons()))),
                toml.value(
                                "milter.authserv-id",
                                "a name such as \"mail.example.com\"",
                                MilterReader::authservId)
                        .orElse(d.authservId()),
                options(d.options()),
                toml.number("milter.max-connections", 1, 100_000, d.maxConnections()));
    }

    private Options options(Options d) throws SettingsException {
        return new Options(
                toml.value("milter.quarantine", "\"mark\" or \"hold\"", MilterReader::quarantine)
                        .orElse(d.quarantine()),
                toml.value(
                                "milter.unsignable",
                                "\"reject\", \"tempfail\" or \"accept\"",
                                MilterReader::unsignable)
                        .orElse(d.unsignable()),
                toml.flag("milter.adsp", d.adsp()));
    }

    /** As {@code chmod} takes it. */
    private static Optional<Set<PosixFilePermission>> mode(String text) {
        if (!text.matches("0?[0-7]{3}")) {
            return Optional.empty();
        }
        StringBuilder letters = new StringBuilder();
        for (char digit : text.substring(text.length() - 3).toCharArray()) {
            int bits = digit - '0';
            letters.append((bits & 4) == 0 ? '-' : 'r')
                    .append((bits & 2) == 0 ? '-' : 'w')
                    .append((bits & 1) == 0 ? '-' : 'x');
        }
        return Optional.of(PosixFilePermissions.fromString(letters.toString()));
    }

    private static Optional<String> group(String text) {
        return Optional.of(text).filter(t -> t.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}"));
    }

    private static Optional<String> daemon(String text) {
        boolean sound =
                !text.isBlank()
                        && text.length() <= MAX_DAEMON_CHARS
                        && text.chars().noneMatch(Character::isISOControl);
        return sound ? Optional.of(text) : Optional.empty();
    }

    /** RFC 8601 section 2.5: most name a host. */
    private static Optional<String> authservId(String text) {
        return DomainName.parse(text).filter(n -> !n.isRoot()).map(DomainName::ascii);
    }

    private static Optional<Quarantine> quarantine(String text) {
        return switch (text) {
            case "mark" -> Optional.of(Quarantine.MARK);
            case "hold" -> Optional.of(Quarantine.HOLD);
            default -> Optional.empty();
        };
    }

    private static Optional<Unsignable> unsignable(String text) {
        return switch (text) {
            case "reject" -> Optional.of(Unsignable.REJECT);
            case "tempfail" -> Optional.of(Unsignable.TEMPFAIL);
            case "accept" -> Optional.of(Unsignable.ACCEPT);
            default -> Optional.empty();
        };
    }
}
