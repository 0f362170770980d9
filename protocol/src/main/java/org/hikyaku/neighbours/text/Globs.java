package org.hikyaku.neighbours.text;

import java.util.ArrayList;
import java.util.List;

/** Path names with {@code *} and {@code ?} in them, as glob(7) has them; without brackets. */
public final class Globs {

    private Globs() {}

    /** Whether there is something to match. */
    public static boolean isPattern(String path) {
        return path.indexOf('*') >= 0 || path.indexOf('?') >= 0;
    }

    /** The paths of a tree that a pattern fits, sorted; names with a leading dot are left out. */
    public static List<String> matching(FileTree tree, String pattern) {
        List<String> found = List.of("");
        for (String part : pattern.split("/+")) {
            if (!part.isEmpty()) {
                found = step(tree, found, part);
            }
        }
        return found;
    }

    private static List<String> step(FileTree tree, List<String> folders, String part) {
        List<String> found = new ArrayList<>();
        for (String folder : folders) {
            if (!isPattern(part)) {
                found.add(folder + "/" + part);
                continue;
            }
            for (String name : tree.names(folder.isEmpty() ? "/" : folder)) {
                if (fits(part, name) && found.size() < FileTree.MAX_NAMES) {
                    found.add(folder + "/" + name);
                }
            }
        }
        return found;
    }

    /** Whether one name fits one part of a pattern. */
    static boolean fits(String pattern, String name) {
        if (name.startsWith(".") && !pattern.startsWith(".")) {
            return false;
        }
        int p = 0;
        int n = 0;
        int star = -1;
        int starred = 0;
        while (n < name.length()) {
            boolean more = p < pattern.length();
            if (more && pattern.charAt(p) == '*') {
                star = p++;
                starred = n;
            } else if (more && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starred;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
