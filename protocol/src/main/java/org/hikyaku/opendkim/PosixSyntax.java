package org.hikyaku.opendkim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads a POSIX extended regular expression as glibc does. Belongs to one thread. */
final class PosixSyntax {

    /** No upper bound. */
    static final int UNBOUNDED = -1;

    /** RE_DUP_MAX of POSIX. */
    private static final int MAX_REPEAT = 255;

    /** Groups within groups. */
    private static final int MAX_DEPTH = 50;

    /** What an expression is made of. */
    sealed interface Node {
        record Begin() implements Node {}

        record End() implements Node {}

        record One(CharSet set) implements Node {}

        record Sequence(List<Node> parts) implements Node {}

        record Choice(List<Node> ways) implements Node {}

        record Repeat(Node part, int least, int most) implements Node {}
    }

    private final String text;
    private final boolean anyCase;
    private int at;
    private int depth;

    PosixSyntax(String text, boolean anyCase) {
        this.text = text;
        this.anyCase = anyCase;
    }

    Node parse() throws BadPatternException {
        return choice();
    }

    private Node choice() throws BadPatternException {
        List<Node> ways = new ArrayList<>();
        ways.add(sequence());
        while (has('|')) {
            at++;
            ways.add(sequence());
        }
        return ways.size() == 1 ? ways.getFirst() : new Node.Choice(ways);
    }

    private Node sequence() throws BadPatternException {
        List<Node> parts = new ArrayList<>();
        while (at < text.length() && !has('|') && !(has(')') && depth > 0)) {
            Node part = atom();
            while (has('*') || has('+') || has('?') || has('{')) {
                part = repeated(part);
            }
            parts.add(part);
        }
        return new Node.Sequence(parts);
    }

    private boolean has(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private Node atom() throws BadPatternException {
        char c = text.charAt(at++);
        return switch (c) {
            case '^' -> new Node.Begin();
            case '$' -> new Node.End();
            case '.' -> new Node.One(CharSet.any());
            case '(' -> group();
            case '[' -> new Node.One(bracket());
            case '\\' -> escaped();
            case '*', '+', '?', '{' ->
                    throw new BadPatternException("nothing stands before '" + c + "'");
            default -> new Node.One(CharSet.of(c, anyCase));
        };
    }

    private Node group() throws BadPatternException {
        if (++depth > MAX_DEPTH) {
            throw new BadPatternException("more than " + MAX_DEPTH + " groups within groups");
        }
        Node inner = choice();
        if (!has(')')) {
            throw new BadPatternException("a '(' is never closed");
        }
        at++;
        depth--;
        return inner;
    }

    private Node escaped() throws BadPatternException {
        if (at == text.length()) {
            throw new BadPatternException("nothing stands after the last backslash");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'w' -> new Node.One(of("word"));
            case 'W' -> new Node.One(of("word").inverted());
            case 's' -> new Node.One(of("space"));
            case 'S' -> new Node.One(of("space").inverted());
            case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'b', 'B', '<', '>', '`', '\'' ->
                    throw new BadPatternException("'\\" + c + "' cannot be read here");
            default -> new Node.One(CharSet.of(c, anyCase));
        };
    }

    private static CharSet of(String name) throws BadPatternException {
        CharSet set = CharSet.named(name);
        if (set == null) {
            throw new BadPatternException("no class of characters is called '" + name + "'");
        }
        return set;
    }

    private Node repeated(Node part) throws BadPatternException {
        if (part instanceof Node.Begin) {
            throw new BadPatternException("nothing stands before '" + text.charAt(at) + "'");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '*' -> new Node.Repeat(part, 0, UNBOUNDED);
            case '+' -> new Node.Repeat(part, 1, UNBOUNDED);
            case '?' -> new Node.Repeat(part, 0, 1);
            default -> interval(part);
        };
    }

    private Node interval(Node part) throws BadPatternException {
        int close = text.indexOf('}', at);
        String inner = close < 0 ? "" : text.substring(at, close);
        if (!inner.matches("[0-9]{1,3}|[0-9]{0,3},[0-9]{0,3}")) {
            throw new BadPatternException("no number of repetitions stands after '{'");
        }
        at = close + 1;
        String[] bounds = inner.split(",", -1);
        int least = bounds[0].isEmpty() ? 0 : Integer.parseInt(bounds[0]);
        String upper = bounds[bounds.length - 1];
        int most = upper.isEmpty() ? UNBOUNDED : Integer.parseInt(upper);
        if (least > MAX_REPEAT || most > MAX_REPEAT || (most != UNBOUNDED && most < least)) {
            throw new BadPatternException("it repeats {" + inner + "} times");
        }
        return new Node.Repeat(part, least, most);
    }

    /** Within brackets; a {@code ]} that comes first means itself, and so does a backslash. */
    private CharSet bracket() throws BadPatternException {
        boolean inverted = has('^');
        at += inverted ? 1 : 0;
        BitSet listed = new BitSet();
        int first = at;
        while (!has(']') || at == first) {
            if (at >= text.length()) {
                throw new BadPatternException("a '[' is never closed");
            }
            element(listed);
        }
        at++;
        CharSet set = new CharSet(listed, false);
        set = anyCase ? set.inAnyCase() : set;
        return inverted ? set.inverted() : set;
    }

    private void element(BitSet listed) throws BadPatternException {
        if (text.startsWith("[:", at)) {
            int close = text.indexOf(":]", at + 2);
            if (close < 0) {
                throw new BadPatternException("a '[:' is never closed");
            }
            listed.or(of(text.substring(at + 2, close)).listed());
            at = close + 2;
            return;
        }
        if (text.startsWith("[=", at) || text.startsWith("[.", at)) {
            throw new BadPatternException(
                    "'" + text.substring(at, at + 2) + "' cannot be read here");
        }
        char from = text.charAt(at++);
        char to = from;
        if (has('-') && at + 1 < text.length() && text.charAt(at + 1) != ']') {
            to = text.charAt(at + 1);
            at += 2;
        }
        if (to < from) {
            throw new BadPatternException("the range '" + from + "-" + to + "' runs backwards");
        }
        listed.set(Math.min(from, 0xff), Math.min(to, 0xff) + 1);
    }
}
