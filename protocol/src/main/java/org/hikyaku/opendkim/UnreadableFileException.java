package org.hikyaku.opendkim;

import java.io.IOException;
import org.hikyaku.opendkim.SourceFile.Access;

/** A file is there and may not be read. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Access access;

    /** With whose it is. */
    public UnreadableFileException(String path, Access access) {
        super(path + ": permission denied");
        this.access = access;
    }

    /** Whose it is. */
    public Access access() {
        return access;
    }
}
