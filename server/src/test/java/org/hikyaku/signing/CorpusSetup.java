package org.hikyaku.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An opendkim.conf from a public repository with its tables, its paths led into a folder. */
final class CorpusSetup {

    /** They would change the machine, or need what is not there. */
    private static final Set<String> DROPPED =
            Set.of(
                    "userid",
                    "pidfile",
                    "socket",
                    "background",
                    "trustanchorfile",
                    "autorestart",
                    "autorestartrate",
                    "basedirectory",
                    "temporarydirectory",
                    "changerootdirectory",
                    "requiresafekeys",
                    "testpublickeys",
                    "statistics");

    private static final Pattern SETTING =
            Pattern.compile("\\s*([A-Za-z-]+)(\\s+)([^#]*?)\\s*(#.*)?");

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

    private final Path original;
    private final Path folder;
    private final String pem;
    private final Set<String> domains = new TreeSet<>(Set.of("example.com"));

    CorpusSetup(Path original, Path folder, String pem) {
        this.original = original;
        this.folder = folder;
        this.pem = pem;
    }

    /** Writes it; the path of the opendkim.conf. */
    Path write() throws IOException {
        StringBuilder out = new StringBuilder();
        for (String line : Files.readString(original, StandardCharsets.ISO_8859_1).split("\n")) {
            Matcher setting = SETTING.matcher(line);
            if (line.startsWith("#") || !setting.matches()) {
                out.append(line.startsWith("#") ? "" : line).append('\n');
            } else if (!DROPPED.contains(setting.group(1).toLowerCase(Locale.ROOT))) {
                String value = value(setting.group(1), setting.group(3));
                out.append(setting.group(1)).append(' ').append(value).append('\n');
            }
        }
        out.append("Background no\nRequireSafeKeys no\nAlwaysAddARHeader yes\n");
        return Files.writeString(folder.resolve("opendkim.conf"), out);
    }

    private String value(String name, String value) throws IOException {
        if (name.equalsIgnoreCase("Domain")) {
            note(value);
        }
        int colon = value.indexOf(':');
        String prefix = colon < 0 ? "" : value.substring(0, colon + 1);
        String path = value.substring(colon + 1);
        boolean file =
                prefix.endsWith("file:")
                        || value.startsWith("/")
                        || name.equalsIgnoreCase("KeyFile");
        if (!file) {
            return name.equalsIgnoreCase("KeyTable") ? withKey(value) : value;
        }
        Path copy = folder.resolve(Path.of(path).getFileName());
        Files.writeString(copy, text(name, path));
        return (name.equalsIgnoreCase("KeyFile") ? "" : prefix) + copy;
    }

    private String text(String name, String path) throws IOException {
        String wanted = String.valueOf(Path.of(path).getFileName());
        String found = name.equalsIgnoreCase("KeyFile") ? pem : sibling(wanted);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "keytable" ->
                    withKey(
                            found.isEmpty()
                                    ? "default._domainkey.example.com example.com:default:/k"
                                    : found);
            case "signingtable" ->
                    note(
                            found.isEmpty()
                                    ? "*@example.com default._domainkey.example.com\n"
                                    : found);
            default -> found.isEmpty() ? "127.0.0.1\n::1\nlocalhost\n" : found;
        };
    }

    /** A key that is there in place of the one that is not. */
    private String withKey(String table) throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), pem);
        return table.replaceAll("(?m)([^:\\s=]+):([^:\\s]+):[^\\s,]+", "$1:$2:" + key) + "\n";
    }

    private String note(String text) {
        Matcher domain = DOMAIN.matcher(text.toLowerCase(Locale.ROOT));
        while (domain.find()) {
            domains.add(domain.group());
        }
        return text;
    }

    private String sibling(String name) throws IOException {
        Path top = original.getParent();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(f -> f.endsWith(name)).sorted().toList()) {
                return Files.readString(file, StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    /** Authors at the domains that the tables name. */
    List<PeerQuestion> questions() {
        List<PeerQuestion> all = new ArrayList<>();
        for (String domain : domains.stream().limit(4).toList()) {
            for (String from : List.of("user@" + domain, "u2@sub." + domain)) {
                all.add(PeerQuestion.of(from, "127.0.0.1"));
                all.add(PeerQuestion.of(from, "192.0.2.1"));
            }
        }
        return all;
    }
}
