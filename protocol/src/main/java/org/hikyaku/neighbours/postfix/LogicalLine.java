package org.hikyaku.neighbours.postfix;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.neighbours.text.SourceText;
import org.hikyaku.neighbours.text.SourceText.Splice;

/**
 * A line and the lines that continue it (postconf(5), master(5)).
 *
 * @param lines the indices of its physical lines, from 0; comments and empty lines in between are
 *     not among them
 */
record LogicalLine(List<Integer> lines) {

    LogicalLine {
        lines = List.copyOf(lines);
    }

    int first() {
        return lines.getFirst();
    }

    int last() {
        return lines.getLast();
    }

    boolean beginsWithBlank(SourceText text) {
        return isBlank(text.chars().charAt(text.lineStart(first())));
    }

    /** What is in it, line ends left out, as Postfix joins it. */
    String joined(SourceText text) {
        StringBuilder out = new StringBuilder();
        for (int line : lines) {
            out.append(text.chars(), text.lineStart(line), text.contentEnd(line));
        }
        return out.toString();
    }

    /** The change that puts {@code mark} before each of its lines. */
    List<Splice> marked(SourceText text, String mark) {
        return lines.stream().map(l -> text.markLine(l, mark)).toList();
    }

    /** The change that takes its lines away, from the line {@code from} of them on. */
    List<Splice> removed(SourceText text, int from) {
        return lines.subList(from, lines.size()).stream().map(text::removeLine).toList();
    }

    /** All logical lines of a file. The first may begin with a blank, which Postfix warns of. */
    static List<LogicalLine> of(SourceText text) {
        List<LogicalLine> found = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int line = 0; line < text.lineCount(); line++) {
            int start = text.lineStart(line);
            int end = text.contentEnd(line);
            int content = skipBlanks(text.chars(), start, end);
            if (content == end || text.chars().charAt(content) == '#') {
                continue;
            }
            if (content == start && !open.isEmpty()) {
                found.add(new LogicalLine(open));
                open.clear();
            }
            open.add(line);
        }
        if (!open.isEmpty()) {
            found.add(new LogicalLine(open));
        }
        return found;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    static int skipBlanks(String chars, int from, int end) {
        int at = from;
        while (at < end && isBlank(chars.charAt(at))) {
            at++;
        }
        return at;
    }
}
