package org.hikyaku.opendkim;

import java.util.List;

/**
 * What a reader found in a file.
 *
 * @param kind what it is; the text for a person is made from it and from {@code details}
 * @param place where
 * @param details what the kind says for each; foreign text, and never a secret
 */
public record ConfigNote(Kind kind, Place place, List<String> details) {

    /** How much it matters. */
    public enum Level {
        /** Nothing can start with it. */
        ERROR,
        /** It starts, and does not do what its author believes. */
        WARNING,
        /** It has no effect here, and that is right so. */
        INFO
    }

    /** A line of a file; 0 where it is the file as a whole. */
    public record Place(String file, int line) {
        @Override
        public String toString() {
            return line == 0 ? file : file + ":" + line;
        }
    }

    /** The kinds. */
    public enum Kind {
        /** A file cannot be read: path, reason. */
        UNREADABLE(Level.ERROR),
        /** A line is too long: octets, the most. */
        LINE_TOO_LONG(Level.ERROR),
        /** Includes within includes: the deepest. */
        INCLUDE_DEPTH(Level.ERROR),
        /** No setting is called so: name, the nearest name or "". */
        UNKNOWN_OPTION(Level.ERROR),
        /** A setting without value: name. */
        MISSING_VALUE(Level.ERROR),
        /** Neither yes nor no: name, value. */
        BAD_BOOLEAN(Level.ERROR),
        /** No number: name, value. */
        BAD_INTEGER(Level.ERROR),
        /** Not one of the values: name, value, what is expected. */
        BAD_VALUE(Level.ERROR),
        /** Not of the form name = value: the line. */
        NOT_A_SETTING(Level.ERROR),
        /** A later line counts: name, the later line. */
        OVERRIDDEN(Level.WARNING),
        /** Not a setting any more: name. */
        OBSOLETE(Level.WARNING),
        /** Has no effect here: name. The reason hangs on the name. */
        NO_EFFECT(Level.INFO),
        /** A table of a kind that cannot be read here: name, kind. */
        NOT_IMPORTABLE(Level.ERROR),
        /** A regular expression is wrong: pattern, reason. */
        BAD_PATTERN(Level.ERROR),
        /** A table's line without its second column: key. */
        NO_VALUE(Level.ERROR),
        /** A key's entry without domain, selector or key: name, what is there. */
        BAD_KEY_ENTRY(Level.ERROR),
        /** Settings that need each other: which is there, which is absent. */
        NEEDS(Level.ERROR),
        /** Settings of which one is ignored: the ignored one, because of. */
        IGNORED_BESIDE(Level.WARNING),
        /** A list takes the place of loopback: name, what is absent. */
        LOOPBACK_REPLACED(Level.WARNING),
        /** A network with host bits never matches: entry, the network that is meant. */
        HOST_BITS(Level.WARNING),
        /** An entry that can match nothing: entry, why or what to write. */
        NEVER_MATCHES(Level.WARNING),
        /** An entry that means everybody: entry, name of the setting. */
        EVERYBODY(Level.WARNING),
        /** A pattern in a file that is not read as patterns: entry, name of the setting, path. */
        PATTERN_IN_FLAT_FILE(Level.WARNING),
        /** A line that an earlier one hides: entry, the earlier line. */
        HIDDEN_LINE(Level.WARNING),
        /** Characters of a pattern that mean more than themselves: entry, the characters. */
        LIVE_CHARACTERS(Level.WARNING),
        /** A signing table names a key that is not there: entry, key name. */
        NO_SUCH_KEY(Level.WARNING),
        /** A key file is not there: key name, path, reason. */
        KEY_ABSENT(Level.ERROR),
        /** What a key file or table holds is no key: key name, path, reason. */
        KEY_DAMAGED(Level.ERROR),
        /** A key file cannot be read: key name, path, owner, mode, reason, the command. */
        KEY_UNREADABLE(Level.ERROR),
        /** Others can read a key file: key name, path, owner, mode, the command. */
        KEY_OPEN(Level.ERROR),
        /** The same where the settings allow it: key name, path, owner, mode, the command. */
        KEY_OPEN_ALLOWED(Level.WARNING),
        /** A key is too short to sign with: key name, path, bits, the least. */
        KEY_SHORT(Level.ERROR),
        /** The published key is another: key name, record name, what was found. */
        KEY_DIFFERS(Level.WARNING),
        /** No key is published: key name, record name, what was found. */
        KEY_UNPUBLISHED(Level.WARNING),
        /** The socket is open to the world: socket. */
        ALL_INTERFACES(Level.WARNING),
        /** An algorithm that nobody accepts any more, or that the key decides: name, value. */
        ALGORITHM(Level.WARNING),
        /** A name that says the opposite: name, value, what it does. */
        MISLEADING(Level.WARNING),
        /** Works differently here, for the better: name, value. The reason hangs on the name. */
        DIFFERENT(Level.INFO);

        private final Level level;

        Kind(Level level) {
            this.level = level;
        }

        /** How much it matters. */
        public Level level() {
            return level;
        }
    }

    /** Copies the list. */
    public ConfigNote {
        details = List.copyOf(details);
    }

    /** How much it matters. */
    public Level level() {
        return kind.level();
    }

    /** For logs: the kind's name, the place and the details. */
    @Override
    public String toString() {
        return place + " " + kind + " " + details;
    }
}
