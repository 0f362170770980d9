package org.hikyaku.neighbours.blocks;

/** Whose syntax a file is in. */
public enum Flavour {
    /** Words up to a semicolon or a block; {@code #} begins a comment. */
    NGINX,
    /** Words and blocks up to a semicolon; comments as in C, C++ and the shell. */
    NAMED,
    /** One setting a line: {@code name = value}, a name, an argument and a brace. */
    DOVECOT;

    /** What includes another file, and whether it may be missing. */
    boolean includes(String word) {
        return switch (this) {
            case NGINX, NAMED -> word.equals("include");
            case DOVECOT -> word.equals("!include") || word.equals("!include_try");
        };
    }

    /** How a comment begins. */
    String comment() {
        return switch (this) {
            case NGINX, DOVECOT -> "#";
            case NAMED -> "//";
        };
    }
}
