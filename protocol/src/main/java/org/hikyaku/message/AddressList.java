package org.hikyaku.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mailbox-list or address-list (RFC 5322 section 3.4, obsolete syntax of section 4.4
 * included): quoted strings, nested comments, groups, routes.
 *
 * <p>Never fails: what cannot be read is a problem, and whatever addresses stand around it are
 * kept, because a program that shows the message may show them too. One pass, linear in the text.
 */
final class AddressList {

    /** An address as parts, both unquoted and without comments. */
    record Spec(String localPart, String domain) {}

    private enum Kind {
        /** A run of characters that is neither white space nor special. */
        ATOM,
        QUOTED,
        /** {@code [...]}, brackets included. */
        LITERAL,
        /** One of {@code <>@,;:.}. */
        SPECIAL
    }

    private record Token(Kind kind, String text) {
        boolean is(char special) {
            return kind == Kind.SPECIAL && text.charAt(0) == special;
        }
    }

    private final String text;
    private final int max;
    private int at;
    private String problem = "";
    private final List<Spec> specs = new ArrayList<>();

    private AddressList(String text, int max) {
        this.text = text;
        this.max = max;
    }

    static AddressList parse(String text, int max) {
        AddressList list = new AddressList(text, max);
        list.mailboxes();
        return list;
    }

    List<Spec> specs() {
        return List.copyOf(specs);
    }

    /** What is wrong first; empty where nothing is. */
    String problem() {
        return problem;
    }

    private void note(String what) {
        if (problem.isEmpty()) {
            problem = "From: " + what;
        }
    }

    private void mailboxes() {
        List<Token> mailbox = new ArrayList<>();
        boolean group = false;
        int angles = 0;
        for (Token token = next(); token != null; token = next()) {
            angles += token.is('<') ? 1 : 0;
            angles -= token.is('>') && angles > 0 ? 1 : 0;
            boolean separator = angles == 0 && (token.is(',') || token.is(';'));
            if (separator) {
                end(mailbox);
                group &= !token.is(';');
            } else if (angles == 0 && token.is(':') && !group) {
                // RFC 6854: a group's name is no address.
                mailbox.clear();
                group = true;
            } else {
                mailbox.add(token);
            }
        }
        if (angles > 0) {
            note("a '<' without '>'");
        }
        end(mailbox);
    }

    private void end(List<Token> mailbox) {
        if (mailbox.isEmpty()) {
            return; // RFC 5322 section 4.4: empty list elements are obsolete, not wrong
        }
        if (specs.size() == max) {
            note("more than " + max + " addresses");
        } else {
            mailbox(mailbox);
        }
        mailbox.clear();
    }

    private void mailbox(List<Token> tokens) {
        int open = -1;
        int found = 0;
        boolean angle = false;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is('<')) {
                open = i;
                angle = true;
            } else if (tokens.get(i).is('>') && open >= 0) {
                found += angleAddress(tokens.subList(open + 1, i)) ? 1 : 0;
                open = -1;
            }
        }
        if (open >= 0) {
            found += angleAddress(tokens.subList(open + 1, tokens.size())) ? 1 : 0;
        }
        if (!angle) {
            bareAddress(tokens);
        } else if (found == 0) {
            note("a '<' without an address");
        } else if (found > 1) {
            note("several addresses for one name"); // programs differ in which one they show
        }
    }

    private boolean angleAddress(List<Token> tokens) {
        List<Token> rest = tokens;
        // RFC 5322 section 4.4: obs-route, "@a,@b:", is skipped.
        for (int i = 0; i < tokens.size() && tokens.getFirst().is('@'); i++) {
            if (tokens.get(i).is(':')) {
                rest = tokens.subList(i + 1, tokens.size());
                break;
            }
        }
        int separator = lastAt(rest);
        if (separator < 0) {
            return false;
        }
        add(rest.subList(0, separator), rest.subList(separator + 1, rest.size()));
        return true;
    }

    /** An address without brackets: the words that touch the last {@code @}. */
    private void bareAddress(List<Token> tokens) {
        int separator = lastAt(tokens);
        if (separator < 0) {
            note("a name without an address");
            return;
        }
        int from = separator;
        while (from > 0 && continues(tokens, from)) {
            from--;
        }
        if (from > 0) {
            note("words before an address without brackets");
        }
        add(tokens.subList(from, separator), tokens.subList(separator + 1, tokens.size()));
    }

    /** Whether the token before {@code from} belongs to the same dotted local part. */
    private static boolean continues(List<Token> tokens, int from) {
        Token before = tokens.get(from - 1);
        Token here = tokens.get(from);
        if (here.is('@') || here.is('.')) {
            return before.kind() == Kind.ATOM || before.kind() == Kind.QUOTED || before.is('.');
        }
        return before.is('.');
    }

    private static int lastAt(List<Token> tokens) {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).is('@')) {
                return i;
            }
        }
        return -1;
    }

    private void add(List<Token> local, List<Token> domain) {
        StringBuilder host = new StringBuilder();
        for (Token token : domain) {
            boolean joins =
                    host.isEmpty() || token.is('.') || host.charAt(host.length() - 1) == '.';
            if (!joins) {
                note("words after an address");
                break;
            }
            host.append(token.text());
        }
        StringBuilder name = new StringBuilder();
        for (Token token : local) {
            boolean bare = token.kind() == Kind.ATOM;
            if (bare && token.text().chars().anyMatch(c -> "\\)]".indexOf(c) >= 0)) {
                note("a character that may not stand unquoted in an address");
            }
            name.append(token.text());
        }
        specs.add(new Spec(name.toString(), host.toString()));
    }

    /** The next token, white space and comments skipped; null at the end. */
    private @Nullable Token next() {
        skip();
        if (at >= text.length()) {
            return null;
        }
        char c = text.charAt(at);
        return switch (c) {
            case '"' -> new Token(Kind.QUOTED, quoted());
            case '[' -> new Token(Kind.LITERAL, literal());
            case '<', '>', '@', ',', ';', ':', '.' -> {
                at++;
                yield new Token(Kind.SPECIAL, String.valueOf(c));
            }
            default -> new Token(Kind.ATOM, atom());
        };
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                comment();
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                return;
            }
        }
    }

    private void comment() {
        int depth = 0;
        do {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        } while (depth > 0 && at < text.length());
        if (depth > 0) {
            note("a comment without end");
        }
    }

    private String quoted() {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            out.append(c);
        }
        note("a quoted string without end");
        return out.toString();
    }

    private String literal() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ']') {
            at++;
        }
        at = Math.min(text.length(), at + 1);
        return text.substring(start, at);
    }

    private String atom() {
        int start = at;
        while (at < text.length() && " \t\r\n\"([<>@,;:.".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }
}
