package org.hikyaku.neighbours.text;

/**
 * A file that was read.
 *
 * @param path as it was asked for
 * @param realPath where it lies when all links are followed; the one to write to
 * @param octets what is in it; not changed afterwards
 */
public record HostFile(String path, String realPath, byte[] octets, Rights rights) {

    /**
     * Whose it is and who may do what.
     *
     * @param mode the lowest twelve bits of the mode
     */
    public record Rights(String owner, String group, int mode) {

        /** A file of root that anybody may read. */
        public static final Rights ROOT_0644 = new Rights("root", "root", 0644);
    }

    /** Its text. */
    public SourceText text() {
        return SourceText.of(path, octets);
    }

    /** Path and size: what is in it may be secret. */
    @Override
    public String toString() {
        return path + " (" + octets.length + " octets)";
    }
}
