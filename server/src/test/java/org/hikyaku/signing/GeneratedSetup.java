package org.hikyaku.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Configurations and questions by chance, of what people write and a little beyond. */
final class GeneratedSetup {

    static final List<String> DOMAINS =
            List.of(
                    "example.com",
                    "a.example.com",
                    "b.a.example.com",
                    "example.net",
                    "other.org",
                    "one.test");

    private static final List<String> USERS = List.of("u", "v", "Bounces", "list+tag", "x.y");

    private static final List<String> NETWORKS =
            List.of(
                    "127.0.0.1",
                    "::1",
                    "192.0.2.0/24",
                    "192.0.2.7/24",
                    "!192.0.2.9",
                    "198.51.100.0/25",
                    "[198.51.100.200]",
                    "2001:db8::/32",
                    "2001:DB8:1::/48",
                    "!2001:db8:2::/48",
                    "2001:db8:0::5",
                    "host.example",
                    ".inside.example",
                    "!out.inside.example",
                    "10.0.0.0/8",
                    "10.1/16",
                    "0.0.0.0/0");

    private static final List<String> HOST_PATTERNS =
            List.of(
                    "127.0.0.1",
                    "10.1.*",
                    "!10.1.2.*",
                    "*.inside.example",
                    "host.example",
                    "192.0.2.(7|9)",
                    "[::1]",
                    "2001:db8:*",
                    "198.51.100.?00");

    private static final List<String> CLIENTS =
            List.of(
                    "127.0.0.1",
                    "::1",
                    "192.0.2.7",
                    "192.0.2.9",
                    "198.51.100.5",
                    "198.51.100.200",
                    "2001:db8::5",
                    "2001:db8:1::1",
                    "2001:db8:2::1",
                    "10.1.2.3",
                    "10.9.9.9",
                    "203.0.113.1");

    private static final List<String> NAMES =
            List.of(
                    "host.example",
                    "HOST.Example",
                    "a.inside.example",
                    "out.inside.example",
                    "inside.example");

    private final RandomGenerator random;
    private final Path folder;
    private final Path keys;

    /** Writes into {@code folder}; {@code keys} has a {@code DOMAIN.pem} for some domains. */
    GeneratedSetup(RandomGenerator random, Path folder, Path keys) {
        this.random = random;
        this.folder = folder;
        this.keys = keys;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean chance(int ofTen) {
        return random.nextInt(10) < ofTen;
    }

    Path conf() throws IOException {
        StringBuilder out =
                new StringBuilder("Background no\nRequireSafeKeys no\nAlwaysAddARHeader yes\n");
        out.append("Mode ").append(chance(8) ? "sv" : one(List.of("s", "v", "vs"))).append('\n');
        if (chance(8)) {
            tables(out);
        } else {
            oneKey(out);
        }
        if (chance(7)) {
            hosts(out);
        }
        if (chance(3)) {
            out.append("MTA ORIGINATING,other\n");
        }
        if (chance(3)) {
            out.append("MacroList mark=yes|maybe,flag\n");
        }
        if (chance(2)) {
            out.append("DontSignMailTo nobody@example.net\n");
        }
        if (chance(2)) {
            out.append("ExemptDomains other.org\n");
        }
        return Files.writeString(folder.resolve("opendkim.conf"), out);
    }

    private void oneKey(StringBuilder out) {
        String domains =
                one(List.of("example.com", "EXAMPLE.net,other.org", "csl:a.example.com", "*"));
        out.append("Domain ").append(domains).append('\n');
        out.append("KeyFile ").append(keys.resolve("example.com.pem")).append("\nSelector one\n");
        out.append("SubDomains ").append(chance(5) ? "yes" : "no").append('\n');
    }

    private void tables(StringBuilder out) throws IOException {
        StringBuilder rows = new StringBuilder("# names\n");
        for (int i = 1; i <= 6; i++) {
            String domain = chance(3) ? "%" : one(DOMAINS);
            String path = keys + (chance(5) ? "/%.pem" : "/example.com.pem");
            rows.append(
                    "k"
                            + i
                            + "\t"
                            + domain
                            + ":s"
                            + i
                            + ":"
                            + path
                            + (chance(2) ? " # x" : "")
                            + "\n");
        }
        rows.append("other.org other.org:so:" + keys + "/example.com.pem\n");
        Files.writeString(folder.resolve("KeyTable"), rows);
        out.append(
                "KeyTable "
                        + one(List.of("", "file:", "refile:"))
                        + folder.resolve("KeyTable")
                        + "\n");
        boolean patterns = chance(6);
        StringBuilder signing = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            signing.append(patterns ? pattern() : key()).append(' ').append(value()).append('\n');
        }
        Files.writeString(folder.resolve("SigningTable"), signing);
        out.append(
                "SigningTable "
                        + (patterns ? "refile:" : "file:")
                        + folder.resolve("SigningTable")
                        + "\n");
        if (chance(3)) {
            out.append("MultipleSignatures yes\n");
        }
    }

    private String key() {
        String domain = one(DOMAINS);
        return one(
                List.of(
                        one(USERS) + "@" + domain,
                        domain,
                        "." + domain,
                        one(USERS) + "@." + domain,
                        one(USERS) + "@*",
                        "*",
                        domain.toUpperCase(java.util.Locale.ROOT),
                        ".com",
                        "*@" + domain));
    }

    private String pattern() {
        String domain = one(DOMAINS);
        return one(
                List.of(
                        "*@" + domain,
                        "*@*." + domain,
                        "*",
                        one(USERS) + "@*",
                        "*@(a|b).example.com",
                        one(USERS) + "@" + domain,
                        "*" + domain,
                        "[uv]@" + domain,
                        domain,
                        "*@exampl?.(com|net)",
                        "x{1}.y@*"));
    }

    private String value() {
        String name = one(List.of("k1", "k2", "k3", "k4", "k5", "k6", "%", "K1"));
        return name
                + one(
                        List.of(
                                "",
                                "",
                                "",
                                ":agent@%",
                                ":agent@sub.%",
                                ":@%",
                                ":me@example.com",
                                ":%"));
    }

    private void hosts(StringBuilder out) throws IOException {
        StringBuilder rows = new StringBuilder();
        boolean patterns = chance(3);
        for (int i = 0; i < 4; i++) {
            rows.append(one(patterns ? HOST_PATTERNS : NETWORKS)).append('\n');
        }
        Files.writeString(folder.resolve("TrustedHosts"), rows);
        out.append(
                "InternalHosts "
                        + (patterns ? "refile:" : "")
                        + folder.resolve("TrustedHosts")
                        + "\n");
    }

    PeerQuestion question() {
        String client = chance(5) ? "127.0.0.1" : one(CLIENTS);
        String domain = chance(2) ? one(DOMAINS).toUpperCase(java.util.Locale.ROOT) : one(DOMAINS);
        return new PeerQuestion(
                one(List.of("%s@%s", "Somebody <%s@%s>", "\"x@other.org\" <%s@%s>"))
                        .formatted(one(USERS), domain),
                client,
                chance(3) ? one(NAMES) : "[" + client + "]",
                chance(2) ? "joe" : "",
                chance(2) ? one(List.of("ORIGINATING", "originating")) : "",
                chance(2) ? "nobody@example.net" : "to@example.net",
                chance(2) ? Map.of("mark", one(List.of("yes", "no")), "flag", "1") : Map.of());
    }
}
