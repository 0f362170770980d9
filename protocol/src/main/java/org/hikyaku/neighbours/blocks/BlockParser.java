package org.hikyaku.neighbours.blocks;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.neighbours.blocks.Lexer.Token;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;

/** Statements of nginx and BIND. */
final class BlockParser {

    /** Blocks within blocks: real files have five levels. */
    static final int MAX_DEPTH = 64;

    private final SourceText text;
    private final Flavour flavour;
    private final List<Damage> damages;
    private final Lexer lexer;

    BlockParser(SourceText text, Flavour flavour, List<Damage> damages) {
        this.text = text;
        this.flavour = flavour;
        this.damages = damages;
        this.lexer = new Lexer(text, flavour, damages);
    }

    List<Statement> parse() {
        List<Statement> all = new ArrayList<>();
        while (block(all, 0).kind() == Lexer.Kind.CLOSE) {
            // What follows a brace too many is read all the same.
        }
        return all;
    }

    /** Reads statements up to what closes them; returns that. */
    private Token block(List<Statement> into, int depth) {
        List<Statement.Part> parts = new ArrayList<>();
        int[] start = {-1};
        while (true) {
            Token token = lexer.next();
            if (start[0] < 0) {
                start[0] = token.start();
            }
            switch (token.kind()) {
                case WORD ->
                        parts.add(new Statement.Word(token.text(), token.start(), token.end()));
                case SEMICOLON -> finish(parts, start, token.end(), into);
                case OPEN -> open(parts, start, token, new Inside(into, depth));
                case CLOSE, END -> {
                    closed(parts, start, token, new Inside(into, depth));
                    return token;
                }
            }
        }
    }

    private record Inside(List<Statement> into, int depth) {}

    private void open(List<Statement.Part> parts, int[] start, Token token, Inside inside) {
        if (parts.isEmpty() && flavour == Flavour.NGINX) {
            damages.add(text.damage(token.start(), Damage.Expected.NAME));
        }
        List<Statement> children = new ArrayList<>();
        int close;
        if (isForeign(parts) || inside.depth() >= MAX_DEPTH) {
            if (!isForeign(parts)) {
                damages.add(text.damage(token.start(), Damage.Expected.LESS_DEPTH));
            }
            close = lexer.skipForeign();
        } else {
            close = block(children, inside.depth() + 1).start();
        }
        if (close >= text.length()) {
            damages.add(text.damage(token.start(), Damage.Expected.CLOSING_BRACE));
        }
        parts.add(new Statement.Block(children, token.start(), close));
        if (flavour == Flavour.NGINX) {
            finish(parts, start, Math.min(text.length(), close + 1), inside.into());
        }
    }

    /** Blocks in Lua hold what they like. */
    private static boolean isForeign(List<Statement.Part> parts) {
        return !parts.isEmpty()
                && parts.getFirst() instanceof Statement.Word word
                && word.text().endsWith("_by_lua_block");
    }

    private void closed(List<Statement.Part> parts, int[] start, Token token, Inside inside) {
        if (!parts.isEmpty()) {
            damages.add(text.damage(start[0], Damage.Expected.SEMICOLON));
            finish(parts, start, token.start(), inside.into());
        }
        if (token.kind() == Lexer.Kind.CLOSE && inside.depth() == 0) {
            damages.add(text.damage(token.start(), Damage.Expected.NO_CLOSING_BRACE));
        }
    }

    private void finish(List<Statement.Part> parts, int[] start, int end, List<Statement> into) {
        if (!parts.isEmpty()) {
            into.add(new Statement(parts, text.place(start[0]), start[0], end));
        }
        parts.clear();
        start[0] = -1;
    }
}
