package org.hikyaku.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tag=value; tag=value} list (RFC 6376 section 3.2), in the order in which it was written.
 *
 * <p>Tag names are case-sensitive. White space around names and values is dropped, white space
 * within a value is kept.
 */
public final class TagList {

    /** No record or header that anybody publishes has more; each tag costs an entry. */
    public static final int MAX_TAGS = 64;

    private final Map<String, String> tags;

    private TagList(Map<String, String> tags) {
        this.tags = tags;
    }

    /** A list that does not follow the grammar; the message says what and where. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a list.
     *
     * @throws Malformed where a tag has no {@code =} or no valid name, where a tag stands twice
     *     (RFC 6376 section 3.2: the whole list is invalid), or where there are more than {@link
     *     #MAX_TAGS}
     */
    public static TagList parse(String text) throws Malformed {
        Map<String, String> tags = new LinkedHashMap<>();
        int start = 0;
        while (start < text.length()) {
            int semicolon = text.indexOf(';', start);
            int end = semicolon < 0 ? text.length() : semicolon;
            boolean last = semicolon < 0 || isBlank(text, semicolon + 1, text.length());
            if (isBlank(text, start, end)) {
                if (semicolon < 0) {
                    break;
                }
                throw new Malformed("empty tag at position " + start);
            }
            add(tags, text, start, end);
            if (last) {
                break;
            }
            start = end + 1;
        }
        return new TagList(tags);
    }

    private static void add(Map<String, String> tags, String text, int start, int end)
            throws Malformed {
        int equals = text.indexOf('=', start);
        if (equals < 0 || equals >= end) {
            throw new Malformed("no '=' in the tag at position " + start);
        }
        String name = trim(text, start, equals);
        if (!isName(name)) {
            throw new Malformed(
                    "'" + Printable.of(name, 40) + "' at position " + start + " is no tag name");
        }
        if (tags.size() == MAX_TAGS) {
            throw new Malformed("more than " + MAX_TAGS + " tags");
        }
        if (tags.putIfAbsent(name, trim(text, equals + 1, end)) != null) {
            throw new Malformed("tag '" + name + "' stands twice");
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || !isAlpha(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isAlpha(c) && !(c >= '0' && c <= '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String trim(String text, int from, int to) {
        int a = from;
        int b = to;
        while (a < b && isSpace(text.charAt(a))) {
            a++;
        }
        while (b > a && isSpace(text.charAt(b - 1))) {
            b--;
        }
        return text.substring(a, b);
    }

    /** The value of tag {@code name}, or null where the list does not have it. */
    public @Nullable String get(String name) {
        return tags.get(name);
    }

    /** The value of tag {@code name}, or {@code fallback}. */
    public String get(String name, String fallback) {
        return tags.getOrDefault(name, fallback);
    }

    /** The names, in the order of the text. */
    public Collection<String> names() {
        return tags.keySet();
    }

    /**
     * Whether a text claims to be a record of a version, such as {@code v=STSv1}: it begins with
     * that, to the letter, and a delimiter follows or nothing.
     */
    public static boolean isVersion(String text, String version) {
        return text.startsWith(version)
                && (text.length() == version.length()
                        || " \t;".indexOf(text.charAt(version.length())) >= 0);
    }

    /** Whether the first tag is {@code name}: several records must begin with their version. */
    public boolean startsWith(String name) {
        return !tags.isEmpty() && tags.keySet().iterator().next().equals(name);
    }
}
