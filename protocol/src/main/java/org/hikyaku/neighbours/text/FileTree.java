package org.hikyaku.neighbours.text;

import java.util.List;
import java.util.Optional;

/**
 * The files of a host, or of a copy of some of them. Paths are absolute as the host itself writes
 * them ({@code /etc/postfix/main.cf}), also where a copy lies elsewhere.
 */
public interface FileTree {

    /** Octets of one file: no configuration file is larger than 4 MiB. */
    int MAX_FILE_OCTETS = 4 * 1024 * 1024;

    /** Names in one folder: more than 10,000 is no configuration folder. */
    int MAX_NAMES = 10_000;

    /**
     * What lies at {@code path}; links are followed within the tree. Never throws: what cannot be
     * read is {@link Found.Refused}.
     */
    Found look(String path);

    /** The names in a folder, sorted, without {@code .} and {@code ..}; empty where none is. */
    List<String> names(String folder);

    /** The file at {@code path}, where there is one that can be read. */
    default Optional<HostFile> file(String path) {
        return look(path) instanceof Found.Text text ? Optional.of(text.file()) : Optional.empty();
    }

    /** What lies at a path. */
    sealed interface Found {

        /** A file that was read. */
        record Text(HostFile file) implements Found {}

        /** Something that is no file: a folder, a socket. */
        record Other(Kind kind, HostFile.Rights rights) implements Found {}

        /** Nothing. */
        record Absent() implements Found {}

        /**
         * Something that could not be read.
         *
         * @param why for people, in English
         */
        record Refused(String why) implements Found {}
    }

    /** What else may lie at a path. */
    enum Kind {
        /** A folder. */
        FOLDER,
        /** A socket, a device. */
        SPECIAL
    }
}
