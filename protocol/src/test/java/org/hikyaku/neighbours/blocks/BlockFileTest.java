package org.hikyaku.neighbours.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hikyaku.neighbours.MapTree;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockFileTest {

    private static BlockFile read(Flavour flavour, String text) {
        return BlockFile.read(SourceText.of("f", text.getBytes(StandardCharsets.UTF_8)), flavour);
    }

    private static String text(BlockFile file) {
        return new String(file.text().octets(), StandardCharsets.UTF_8);
    }

    @Test
    void nginx() {
        BlockFile file =
                read(
                        Flavour.NGINX,
                        """
                        a "b;c" 'd"' e\\;f ${x}y; # g h;
                        server { location ~ ^/x{1} { } listen 80; }
                        content_by_lua_block { if x then { y } end }
                        last#no;
                        """);
        assertThat(file.statements())
                .extracting(Statement::words)
                .containsExactly(
                        List.of("a", "b;c", "d\"", "e\\;f", "${x}y"),
                        List.of("server"),
                        List.of("content_by_lua_block"),
                        List.of("last#no"));
    }

    @Test
    void named() {
        BlockFile file =
                read(
                        Flavour.NAMED,
                        """
                        // one { ;
                        # two { ;
                        /* three
                           { ; */
                        inet 127.0.0.1 allow { localhost; } keys { "k"; };
                        zone "a{b" { type master; file "//x"; };
                        """);
        assertThat(file.damages()).isEmpty();
        assertThat(file.statements())
                .extracting(Statement::words)
                .containsExactly(
                        List.of("inet", "127.0.0.1", "allow", "keys"), List.of("zone", "a{b"));
        assertThat(file.statements().getFirst().parts()).hasSize(6);
    }

    @Test
    void dovecot() {
        BlockFile file =
                read(
                        Flavour.DOVECOT,
                        """
                        # comment
                        ssl_cert = </etc/a.pem  # behind
                        color = red#blue
                        text = "a # b"
                        long = one \\
                          two
                        passdb passwd-file {
                          args = x
                        }
                        mailbox "Sent Mail" {
                        }
                        empty =
                        """);
        assertThat(file.damages()).isEmpty();
        assertThat(file.statements())
                .extracting(Statement::words)
                .containsExactly(
                        List.of("ssl_cert", "</etc/a.pem"),
                        List.of("color", "red#blue"),
                        List.of("text", "a # b"),
                        List.of("long", "one \\\n  two"),
                        List.of("passdb", "passwd-file"),
                        List.of("mailbox", "Sent Mail"),
                        List.of("empty", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NGINX | a { b; | CLOSING_BRACE",
                "NGINX | a; } b; | NO_CLOSING_BRACE",
                "NGINX | a | SEMICOLON",
                "NGINX | a { b } | SEMICOLON",
                "NGINX | { } | NAME",
                "NGINX | a \"b; | END_OF_QUOTE",
                "NAMED | /* a | END_OF_COMMENT",
                "NAMED | a { b; } | SEMICOLON",
                "DOVECOT | a { | CLOSING_BRACE",
                "DOVECOT | } | NO_CLOSING_BRACE",
                "DOVECOT | a b | ASSIGNMENT",
                "DOVECOT | { | NAME"
            })
    void damagesAreTold(Flavour flavour, String text, Damage.Expected expected) {
        assertThat(read(flavour, text).damages()).extracting(Damage::expected).contains(expected);
    }

    @Test
    void deepBlocksAreNotFollowed() {
        for (Flavour flavour : Flavour.values()) {
            String open = flavour == Flavour.DOVECOT ? "a {\n" : "a { ";
            BlockFile file = read(flavour, open.repeat(5_000));
            assertThat(file.damages())
                    .extracting(Damage::expected)
                    .contains(Damage.Expected.LESS_DEPTH);
        }
    }

    private static final String ZONES =
            """
            zone "a" {
                type master;   // main
                file "a";
            };
            zone "b" { type slave; };
            """;

    @Test
    void editsChangeTheirOwnLines() {
        BlockFile file = read(Flavour.NAMED, ZONES);
        Statement first = file.statements().getFirst();
        Statement.Block block = first.block().orElseThrow();
        Statement type = block.statements().getFirst();
        assertThat(text(file.set(type.word(1).orElseThrow(), "primary")))
                .isEqualTo(ZONES.replaceFirst("master", "primary"));
        assertThat(text(file.addAfter(type, "notify yes;")))
                .isEqualTo(ZONES.replace("// main\n", "// main\n    notify yes;\n"));
        assertThat(text(file.addInto(block, "notify yes;")))
                .isEqualTo(ZONES.replace("\"a\";\n", "\"a\";\n    notify yes;\n"));
        assertThat(text(file.remove(type)))
                .isEqualTo(ZONES.replace("    type master;   // main\n", ""));
        assertThat(text(file.commentOut(type)))
                .isEqualTo(ZONES.replace("type master", "// type master"));
        assertThat(text(file.commentOut(first)))
                .isEqualTo(
                        ZONES.replace("zone \"a\" {", "// zone \"a\" {")
                                .replace("    type master", "//     type master")
                                .replace("    file", "//     file")
                                .replaceFirst("\n};", "\n// };"));
        assertThat(text(file.append("zone \"c\" { type hint; };")))
                .isEqualTo(ZONES + "zone \"c\" { type hint; };\n");
    }

    @Test
    void aStatementThatSharesItsLineIsTakenOutOfIt() {
        BlockFile file = read(Flavour.NAMED, ZONES);
        Statement.Block block = file.statements().getLast().block().orElseThrow();
        assertThat(text(file.remove(block.statements().getFirst())))
                .isEqualTo(ZONES.replace(" type slave;", " "));
        assertThat(text(file.addInto(block, "file \"b\";")))
                .contains("type slave; ", "file \"b\";");
        assertThat(read(Flavour.NAMED, text(file.addInto(block, "file \"b\";"))).damages())
                .isEmpty();
    }

    @Test
    void includesStandWhereTheyAreNamed() {
        MapTree tree =
                new MapTree()
                        .with("/etc/nginx/nginx.conf", "a; http { include sites/*; z; }\n")
                        .with("/etc/nginx/sites/2", "two;\n")
                        .with("/etc/nginx/sites/1", "one; include /etc/nginx/extra;\n")
                        .with("/etc/nginx/sites/.x", "hidden;\n")
                        .with("/etc/nginx/extra", "extra;\n");
        BlockFiles files = BlockFiles.read(tree, "/etc/nginx/nginx.conf", Flavour.NGINX);
        assertThat(files.damages()).isEmpty();
        Directive http = files.directives().getLast();
        assertThat(http.children())
                .extracting(Directive::name)
                .containsExactly("one", "extra", "two", "z");
        assertThat(http.children().get(1).at()).hasToString("/etc/nginx/extra:1");
        assertThat(files.fileOf(http.children().getFirst()).text().path())
                .isEqualTo("/etc/nginx/sites/1");
    }

    @Test
    void missingFilesAndCirclesAreTold() {
        MapTree tree =
                new MapTree()
                        .with("/d/a", "!include a\n!include_try nowhere\n!include missing\nx=1\n");
        BlockFiles files = BlockFiles.read(tree, "/d/a", Flavour.DOVECOT);
        assertThat(files.damages())
                .extracting(Damage::expected)
                .contains(Damage.Expected.FEWER_FILES, Damage.Expected.READABLE_FILE);
        assertThat(files.damages()).extracting(Damage::read).doesNotContain("/d/nowhere");
        assertThat(files.directives()).extracting(Directive::name).contains("x");
    }
}
