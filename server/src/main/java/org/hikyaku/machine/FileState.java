package org.hikyaku.machine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file as it is: what it holds, whose it is, who may what, and when it was changed.
 *
 * @param octets what it holds; never changed
 * @param uid number of the owner
 * @param gid number of the group
 * @param mode permissions, 0 to 07777
 * @param modified when it was changed
 */
public record FileState(byte[] octets, int uid, int gid, int mode, Instant modified) {

    /** The permissions of a file, without its kind. */
    public static final int MODE_BITS = 07777;

    /** The same file with other content, changed at {@code now}. */
    public FileState with(byte[] content, Instant now) {
        return new FileState(content, uid, gid, mode, now);
    }

    /** Whether content, owner and mode are the same; when it was changed is not asked. */
    public boolean isSameAs(FileState other) {
        return Arrays.equals(octets, other.octets)
                && uid == other.uid
                && gid == other.gid
                && mode == other.mode;
    }

    /** SHA-256 of the content, in hexadecimal. */
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileState state
                && isSameAs(state)
                && modified.equals(state.modified);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Without the content, which may be a key. */
    @Override
    public String toString() {
        return "FileState[%d octets, %d:%d, %o]".formatted(octets.length, uid, gid, mode);
    }
}
