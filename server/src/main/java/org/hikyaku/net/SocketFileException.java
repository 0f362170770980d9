package org.hikyaku.net;

import java.io.IOException;
import java.nio.file.Path;

/** A UNIX socket cannot be listened on. */
public final class SocketFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Problem {
        /** Somebody answers on it. */
        IN_USE,
        /** There is a file of that name which is no socket. */
        NO_SOCKET,
        /** There is no such folder. */
        NO_FOLDER,
        /** There is no such group. */
        NO_GROUP,
        /** This user may not give files to that group. */
        GROUP_FORBIDDEN,
        /** This user may not write into the folder. */
        FORBIDDEN,
        /** Something else: the cause tells. */
        OTHER
    }

    private final Problem problem;
    private final transient Path path;

    SocketFileException(Problem problem, Path path, IOException cause) {
        super(path + ": " + problem + ": " + cause.getMessage(), cause);
        this.problem = problem;
        this.path = path;
    }

    /** The socket that was asked for. */
    public Path path() {
        return path;
    }

    /** What stands in the way. */
    public Problem problem() {
        return problem;
    }
}
