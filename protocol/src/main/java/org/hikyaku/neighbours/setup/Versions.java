package org.hikyaku.neighbours.setup;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.SourceText;

/** Versions of packages, where the package manager's own file tells them: Debian's does. */
final class Versions {

    private static final Set<String> WANTED =
            Set.of(
                    "postfix",
                    "dovecot-core",
                    "bind9",
                    "nginx",
                    "nginx-light",
                    "opendkim",
                    "opendmarc",
                    "certbot",
                    "postfix-policyd-spf-python");

    private Versions() {}

    static Map<String, String> read(FileTree tree) {
        Map<String, String> found = new HashMap<>();
        String name = "";
        SourceText text =
                tree.file("/var/lib/dpkg/status")
                        .map(f -> f.text())
                        .orElse(SourceText.of("", new byte[0]));
        for (int line = 0; line < text.lineCount(); line++) {
            String content = text.line(line);
            if (content.startsWith("Package: ")) {
                name = content.substring(9).strip();
            } else if (content.startsWith("Version: ") && WANTED.contains(name)) {
                found.put(name, content.substring(9).strip());
            }
        }
        return found;
    }
}
