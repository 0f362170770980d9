package org.hikyaku.zoneio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The statements of a configuration in the syntax of BIND: words, blocks, semicolons, comments. */
final class NamedStatements {

    /** BIND's own go five deep. */
    private static final int MAX_DEPTH = 50;

    private final String text;
    private int at;

    private NamedStatements(String text) {
        this.text = text;
    }

    /**
     * A statement.
     *
     * @param words before its block or semicolon, without quotation marks
     * @param block what stands in its braces; empty for none
     */
    record Statement(List<String> words, List<Statement> block) {

        boolean is(String name) {
            return word(0).equalsIgnoreCase(name);
        }

        /** Empty where there are fewer. */
        String word(int index) {
            return index < words.size() ? words.get(index) : "";
        }

        List<Statement> inner(String name) {
            return block.stream().filter(s -> s.is(name)).toList();
        }
    }

    /** One that is being read. */
    private static final class Open {
        private List<String> words = new ArrayList<>();
        private List<Statement> block = new ArrayList<>();
        private final List<Statement> done = new ArrayList<>();

        void end() {
            if (!words.isEmpty() || !block.isEmpty()) {
                done.add(new Statement(List.copyOf(words), List.copyOf(block)));
            }
            words = new ArrayList<>();
            block = new ArrayList<>();
        }
    }

    /** All statements; of a text that is broken, what can be understood. */
    static List<Statement> of(String text) {
        return new NamedStatements(text).read();
    }

    private List<Statement> read() {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open());
        while (skip()) {
            char c = text.charAt(at);
            Open top = open.element();
            if (c == ';') {
                at++;
                top.end();
            } else if (c == '{' && open.size() <= MAX_DEPTH) {
                at++;
                open.push(new Open());
            } else if (c == '}' && open.size() > 1) {
                at++;
                top.end();
                Open within = open.pop();
                open.element().block = within.done;
            } else if (c == '{' || c == '}') {
                at++;
            } else {
                top.words.add(c == '"' ? quoted() : word());
            }
        }
        while (open.size() > 1) {
            Open within = open.pop();
            within.end();
            open.element().block = within.done;
        }
        open.element().end();
        return open.element().done;
    }

    /** Goes to where something stands; false at the end. */
    private boolean skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#' || text.startsWith("//", at)) {
                at = after("\n", at);
            } else if (text.startsWith("/*", at)) {
                at = after("*/", at + 2);
            } else if (c <= ' ') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private int after(String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private String quoted() {
        int start = at + 1;
        at = after("\"", start);
        return text.substring(start, Math.max(start, at - 1));
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && text.charAt(at) > ' '
                && "{};\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }
}
