package org.hikyaku.opendkim;

import java.nio.charset.StandardCharsets;

/** A file with whose it is. */
public final class SourceFile {

    private final byte[] octets;
    private final Access access;

    /**
     * Who may read it.
     *
     * @param owner the user's name
     * @param group the group's name
     * @param mode the permission bits, such as 0640
     * @param opener a folder above it that others may write to; empty where there is none
     */
    public record Access(String owner, String group, int mode, String opener) {
        /** Of root and nobody else. */
        public static final Access PRIVATE = new Access("root", "root", 0600, "");

        /** Whether users beside owner and group may read or write it. */
        public boolean isOpenToAll() {
            return (mode & 0007) != 0;
        }

        /** The permission bits as {@code ls} and {@code chmod} write them. */
        public String modeText() {
            return String.format("%04o", mode);
        }
    }

    /** Of these octets; not copied. */
    public SourceFile(byte[] octets, Access access) {
        this.octets = octets;
        this.access = access;
    }

    /** The octets; not a copy. */
    public byte[] octets() {
        return octets;
    }

    /** Who may read it. */
    public Access access() {
        return access;
    }

    /** The octets as text: UTF-8 where they are, each octet a character otherwise. */
    public String text() {
        String utf8 = new String(octets, StandardCharsets.UTF_8);
        return utf8.indexOf('\ufffd') < 0 ? utf8 : new String(octets, StandardCharsets.ISO_8859_1);
    }
}
