package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hikyaku.Corpora;
import org.hikyaku.hosttree.DiskTree;
import org.hikyaku.neighbours.blocks.BlockFile;
import org.hikyaku.neighbours.blocks.BlockFiles;
import org.hikyaku.neighbours.blocks.Directive;
import org.hikyaku.neighbours.blocks.Flavour;
import org.hikyaku.neighbours.blocks.Statement;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.text.SourceText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file means to us what it means to the program that it belongs to. */
@Tag("peer")
final class NeighboursPeerTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;

    /** A {@code main.cf} with what postconf(5) allows. */
    private static final String ODD_MAIN_CF =
            """
            # comment
            myhostname = mail.example.com
              \t
            mydestination = $myhostname,
            # in between
                localhost.$mydomain,

              localhost
            biff=no
            biff   =   yes
            relayhost =
            smtpd_banner = ${myhostname?$myhostname} ESMTP ${nosuch:none} $$
            smtpd_tls_security_level = ${{$compatibility_level} < {3} ? {may} : {encrypt}}
            smtpd_milters = { inet:127.0.0.1:8891, default_action=accept }, unix:private/x
            non_smtpd_milters = $(smtpd_milters)
            """;

    private static final String ODD_MASTER_CF =
            """
            # comment
            smtp      inet  n       -       y       -       -       smtpd
              -o smtpd_milters=
            # in between
              -o { smtpd_banner = a b }   -o syslog_name=x
            127.0.0.1:10025 inet n - n - 4 smtpd -o mynetworks=127.0.0.0/8
            policyd-spf  unix  -       n       n       -       0       spawn
                user=policyd-spf argv=/usr/bin/policyd-spf
            """;

    private static List<Path> corpus(String name) throws IOException {
        Optional<Path> root = Corpora.find("configs");
        if (root.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root.get())) {
            return all.filter(p -> p.endsWith(name)).sorted().toList();
        }
    }

    private Path postfixFolder(String mainCf, String masterCf) throws IOException {
        Path made = Files.createTempDirectory(folder, "postfix");
        Files.writeString(made.resolve("main.cf"), mainCf, StandardCharsets.ISO_8859_1);
        Files.writeString(made.resolve("master.cf"), masterCf, StandardCharsets.ISO_8859_1);
        return made;
    }

    private static String squeezed(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static SourceText text(Path file) throws IOException {
        return SourceText.of(file.toString(), Files.readAllBytes(file));
    }

    @Test
    void postconfReadsTheSameValues() throws IOException {
        List<Path> mains = new ArrayList<>();
        for (Path main : corpus("main.cf")) {
            Path master = main.resolveSibling("master.cf");
            mains.add(
                    postfixFolder(
                            Files.readString(main, StandardCharsets.ISO_8859_1),
                            Files.exists(master)
                                    ? Files.readString(master, StandardCharsets.ISO_8859_1)
                                    : ""));
        }
        mains.add(postfixFolder(ODD_MAIN_CF, ODD_MASTER_CF));
        int compared = 0;
        for (Path each : mains) {
            compared += compareMain(each);
            compareMaster(each);
        }
        assertThat(compared).isGreaterThan(mains.size() * 5);
    }

    private static int compareMain(Path made) throws IOException {
        MainCf main = MainCf.read(text(made.resolve("main.cf")));
        Commands.Result said = Commands.attempt(LIMIT, "", "postconf", "-c", made.toString(), "-n");
        int compared = 0;
        for (String line : said.output().lines().toList()) {
            int sign = line.indexOf(" =");
            if (sign > 0 && line.matches("[a-z0-9_]+ =.*") && !line.startsWith("config_dir")) {
                String name = line.substring(0, sign);
                assertThat(main.value(name).map(NeighboursPeerTest::squeezed))
                        .as("%s %s", made, name)
                        .contains(squeezed(line.substring(sign + 2)));
                compared++;
            }
        }
        for (MainCf.Entry entry : main.entries()) {
            assertThat(said.output()).as("%s", entry).contains(entry.name());
        }
        return compared;
    }

    private static void compareMaster(Path made) throws IOException {
        MasterCf master = MasterCf.read(text(made.resolve("master.cf")));
        Commands.Result said = Commands.attempt(LIMIT, "", "postconf", "-c", made.toString(), "-M");
        Set<String> theirs = new TreeSet<>();
        for (String line : said.output().lines().toList()) {
            if (line.split("\\s+").length >= 8 && !line.startsWith("postconf:")) {
                theirs.add(squeezed(line));
            }
        }
        Set<String> ours = new TreeSet<>();
        for (MasterCf.Service service : master.services()) {
            StringBuilder line = new StringBuilder(service.name() + " " + service.type());
            service.columns().forEach(c -> line.append(' ').append(c));
            line.append(' ').append(service.command());
            List<String> rest = new ArrayList<>(service.arguments());
            service.options()
                    .forEach(
                            o -> {
                                boolean spaced = o.value().contains(" ");
                                String written = o.name() + "=" + o.value();
                                rest.add(spaced ? "-o {" + written + "}" : "-o " + written);
                            });
            line.append(sortedWords(rest));
            ours.add(squeezed(line.toString()));
        }
        Set<String> sorted = new TreeSet<>();
        for (String line : theirs) {
            List<String> words = List.of(line.split(" "));
            sorted.add(
                    String.join(" ", words.subList(0, 8))
                            + sortedWords(words.subList(8, words.size())));
        }
        assertThat(ours).as(made.toString()).isEqualTo(sorted);
    }

    /** Options and arguments stand in two lists with us, so their order is not compared. */
    private static String sortedWords(List<String> parts) {
        List<String> words =
                parts.stream().flatMap(p -> Stream.of(p.split("\\s+"))).sorted().toList();
        return words.isEmpty() ? "" : " " + String.join(" ", words);
    }

    @Test
    void postconfPutsTheSameNamesIn() throws IOException {
        Path made = postfixFolder(ODD_MAIN_CF, ODD_MASTER_CF);
        MainCf main = MainCf.read(text(made.resolve("main.cf")));
        for (String name :
                List.of(
                        "mydestination",
                        "biff",
                        "relayhost",
                        "smtpd_banner",
                        "smtpd_tls_security_level",
                        "smtpd_milters",
                        "non_smtpd_milters")) {
            Commands.Result said =
                    Commands.attempt(LIMIT, "", "postconf", "-c", made.toString(), "-xh", name);
            assertThat(squeezed(main.effective(name)))
                    .as(name)
                    .isEqualTo(squeezed(said.output().replaceAll("(?m)^postconf: .*$", "")));
        }
    }

    @Test
    void doveconfReadsTheSameSettings() throws IOException {
        Path conf = folder.resolve("dovecot.conf");
        Files.createDirectories(folder.resolve("conf.d"));
        Files.writeString(
                conf,
                """
                protocols = imap # behind a value
                listen = *, ::
                login_greeting = "Dovecot # ready"
                mail_location = maildir:~/Mail\\
                dir
                !include conf.d/*.conf
                !include_try /nowhere.conf
                service auth {
                  unix_listener /var/spool/postfix/private/auth {
                    mode = 0660
                  }
                }
                ssl = no
                """);
        Files.writeString(folder.resolve("conf.d/10-a.conf"), "ssl = required\nmail_gid=8\n");
        Commands.Result said = Commands.attempt(LIMIT, "", "doveconf", "-n", "-c", conf.toString());
        assertThat(said.status()).as(said.output()).isZero();
        BlockFiles ours =
                BlockFiles.read(new DiskTree(Path.of("/")), conf.toString(), Flavour.DOVECOT);
        assertThat(ours.damages()).isEmpty();
        BlockFile theirs =
                BlockFile.read(
                        SourceText.of("n", said.output().getBytes(StandardCharsets.UTF_8)),
                        Flavour.DOVECOT);
        int compared = 0;
        for (Statement each : theirs.statements()) {
            Optional<Directive> own =
                    ours.directives().reversed().stream()
                            .filter(d -> d.name().equals(each.name()))
                            .findFirst();
            if (own.isPresent()) {
                compared++;
                assertThat(squeezed(String.join(" ", own.get().words()).replace("\\\n", " ")))
                        .isEqualTo(squeezed(String.join(" ", each.words())));
            }
        }
        assertThat(compared).isGreaterThan(4);
    }

    @Test
    void namedReadsTheSameZones() throws IOException {
        Path conf = folder.resolve("named.conf");
        Files.writeString(
                folder.resolve("zones.conf"),
                "zone \"b.example\" in { type slave; masters { 192.0.2.1; }; file \"b\"; };\n");
        Files.writeString(
                conf,
                """
                // one
                # two
                /* three
                   zone "not.example" { type master; }; */
                options { directory "%s"; listen-on port 53 { 127.0.0.1; }; };
                key "k" { algorithm hmac-sha256; secret "aGVsbG8="; };
                view "inside" {
                  match-clients { 10/8; !192.0.2.1; };
                  zone "a.example" { type master; file "a; // no comment"; allow-update { none; }; };
                  include "%s";
                };
                view "rest" { match-clients { any; };
                  zone a.example { type primary; file "c";/* x */also-notify { 192.0.2.2 key k; }; }; };
                """
                        .formatted(folder, folder.resolve("zones.conf")));
        Commands.Result said =
                Commands.attempt(LIMIT, "", "named-checkconf", "-p", conf.toString());
        assertThat(said.status()).as(said.output()).isZero();
        BlockFiles ours =
                BlockFiles.read(new DiskTree(Path.of("/")), conf.toString(), Flavour.NAMED);
        assertThat(ours.damages()).isEmpty();
        Path printed = folder.resolve("printed.conf");
        Files.writeString(printed, said.output());
        BlockFiles theirs =
                BlockFiles.read(new DiskTree(Path.of("/")), printed.toString(), Flavour.NAMED);
        assertThat(zones(ours)).hasSize(3).isEqualTo(zones(theirs));
    }

    private static List<String> zones(BlockFiles files) {
        return Directive.within(files.directives(), "zone").stream()
                .map(
                        z ->
                                z.argument()
                                        + " "
                                        + z.child("type")
                                                .orElseThrow()
                                                .argument()
                                                .replace("primary", "master")
                                                .replace("secondary", "slave")
                                        + " "
                                        + z.child("file").orElseThrow().argument()
                                        + " "
                                        + z.child("also-notify").map(Directive::items))
                .sorted()
                .toList();
    }

    @Test
    void nginxReadsTheSameFiles() throws IOException {
        Files.createDirectories(folder.resolve("sites"));
        Path conf = folder.resolve("nginx.conf");
        Files.writeString(
                conf,
                """
                pid %1$s/pid;
                error_log %1$s/error.log;
                events { }
                http {
                    log_format main '$remote_addr "$request" {x;}';
                    access_log off;
                    include %1$s/sites/*.conf;
                }
                """
                        .formatted(folder));
        for (String name : List.of("b.conf", "a.conf", "c.other")) {
            Files.writeString(
                    folder.resolve("sites").resolve(name),
                    "server { listen 8080; server_name ~^(?<n>.+)\\.example$ ${x}y."
                            + name
                            + ";\n location ~ \"^/a{1,2}$\" { return 200 \"x;}\"; } } # end\n");
        }
        Files.copy(
                folder.resolve("sites/a.conf"),
                folder.resolve("sites/.hidden.conf"),
                StandardCopyOption.REPLACE_EXISTING);
        Commands.Result said = Commands.attempt(LIMIT, "", "nginx", "-T", "-c", conf.toString());
        BlockFiles ours =
                BlockFiles.read(new DiskTree(Path.of("/")), conf.toString(), Flavour.NGINX);
        assertThat(ours.damages()).isEmpty();
        List<String> theirs =
                said.output()
                        .lines()
                        .filter(l -> l.startsWith("# configuration file "))
                        .map(l -> l.substring(21, l.length() - 1))
                        .toList();
        assertThat(theirs).as(said.output()).hasSize(3);
        assertThat(ours.sources().stream().map(f -> f.path()).toList()).isEqualTo(theirs);
        assertThat(Directive.within(ours.directives(), "return"))
                .extracting(Directive::words)
                .containsOnly(List.of("return", "200", "x;}"));
    }
}
