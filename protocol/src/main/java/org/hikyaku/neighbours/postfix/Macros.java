package org.hikyaku.neighbours.postfix;

import java.util.Optional;
import java.util.function.Function;

/**
 * {@code $name} and its relatives in values of Postfix (postconf(5)): {@code $$}, {@code ${name}},
 * {@code $(name)}, {@code ${name?then}}, {@code ${name:else}}, {@code ${name?{then}:{else}}} and
 * {@code ${{left} == {right} ? {then} : {else}}}.
 */
final class Macros {

    /** Values within values, as deep as Postfix goes. */
    private static final int MAX_DEPTH = 20;

    /** Chars of a result: values that repeat each other would grow without end. */
    private static final int MAX_CHARS = 64 * 1024;

    private final Function<String, Optional<String>> values;
    private int produced;

    Macros(Function<String, Optional<String>> values) {
        this.values = values;
    }

    String expand(String text) {
        return expand(text, 0);
    }

    private String expand(String text, int depth) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length() && produced < MAX_CHARS) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar + 1 == text.length() || depth > MAX_DEPTH) {
                break;
            }
            out.append(text, at, dollar);
            at = macro(text, dollar + 1, depth, out);
        }
        produced += text.length();
        return out.append(text, Math.min(at, text.length()), text.length()).toString();
    }

    /** Writes what the macro at {@code start}, behind its sign, stands for; returns its end. */
    private int macro(String text, int start, int depth, StringBuilder out) {
        char first = text.charAt(start);
        if (first == '$') {
            out.append('$');
            return start + 1;
        }
        if (first == '{' || first == '(') {
            int end = closing(text, start);
            if (end < 0) {
                out.append('$').append(first);
                return start + 1;
            }
            out.append(inside(text.substring(start + 1, end), depth));
            return end + 1;
        }
        int end = nameEnd(text, start);
        out.append(end == start ? "$" : value(text.substring(start, end), depth));
        return end;
    }

    private String value(String name, int depth) {
        return values.apply(name).map(v -> expand(v, depth + 1)).orElse("");
    }

    private String inside(String body, int depth) {
        String text = body.strip();
        if (text.startsWith("{")) {
            return comparison(text, depth);
        }
        int end = nameEnd(text, 0);
        String name = text.substring(0, end);
        String rest = text.substring(end).strip();
        if (rest.isEmpty()) {
            return value(name, depth);
        }
        return chosen(!value(name, depth).isEmpty(), rest, depth);
    }

    private String comparison(String text, int depth) {
        int leftEnd = closing(text, 0);
        int open = leftEnd < 0 ? -1 : text.indexOf('{', leftEnd);
        int rightEnd = open < 0 ? -1 : closing(text, open);
        if (rightEnd < 0) {
            return "";
        }
        String sign = text.substring(leftEnd + 1, open).strip();
        String left = expand(text.substring(1, leftEnd).strip(), depth + 1);
        String right = expand(text.substring(open + 1, rightEnd).strip(), depth + 1);
        boolean holds = holds(Integer.signum(ordered(left, right)), sign);
        String rest = text.substring(rightEnd + 1).strip();
        return rest.isEmpty() ? holds ? "bool:true" : "" : chosen(holds, rest, depth);
    }

    private static int ordered(String left, String right) {
        boolean numbers = left.matches("[0-9]{1,9}") && right.matches("[0-9]{1,9}");
        return numbers
                ? Integer.compare(Integer.parseInt(left), Integer.parseInt(right))
                : left.compareTo(right);
    }

    private static boolean holds(int order, String sign) {
        return switch (sign) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> false;
        };
    }

    /** {@code ?then}, {@code :else}, {@code ?{then}:{else}}. */
    private String chosen(boolean holds, String rest, int depth) {
        String then = "";
        String otherwise = "";
        if (rest.startsWith(":")) {
            otherwise = braced(rest.substring(1).strip());
        } else if (rest.startsWith("?")) {
            String text = rest.substring(1).strip();
            int end = text.startsWith("{") ? closing(text, 0) : -1;
            then = end < 0 ? text : text.substring(1, end).strip();
            String more = end < 0 ? "" : text.substring(end + 1).strip();
            otherwise = more.startsWith(":") ? braced(more.substring(1).strip()) : "";
        }
        return expand(holds ? then : otherwise, depth + 1);
    }

    private static String braced(String text) {
        int end = text.startsWith("{") ? closing(text, 0) : -1;
        return end < 0 ? text : text.substring(1, end).strip();
    }

    private static int nameEnd(String text, int start) {
        int at = start;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return at;
    }

    /** Where the brace at {@code open} closes; -1 where it does not. */
    private static int closing(String text, int open) {
        char opening = text.charAt(open);
        char close = opening == '{' ? '}' : ')';
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == opening ? 1 : c == close ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
