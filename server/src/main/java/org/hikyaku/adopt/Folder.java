package org.hikyaku.adopt;

import java.nio.file.Path;

/**
 * A folder that is to be there; one that is there already stays as it is.
 *
 * @param uid number of the owner
 * @param gid number of the group
 * @param mode permissions
 */
public record Folder(Path path, int uid, int gid, int mode) {}
