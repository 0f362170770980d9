package org.hikyaku.neighbours.text;

/**
 * A line of a file.
 *
 * @param path as the host writes it
 * @param line from 1
 */
public record Place(String path, int line) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
        int byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : Integer.compare(line, other.line);
    }

    /** {@code path:line}. */
    @Override
    public String toString() {
        return path + ":" + line;
    }
}
