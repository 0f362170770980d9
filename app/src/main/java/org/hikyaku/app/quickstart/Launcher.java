package org.hikyaku.app.quickstart;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where the script lies that starts this program. */
public final class Launcher {

    /** Where the guide puts it; for a program that was started in another way. */
    private static final String USUAL = "/opt/hikyaku/hikyaku";

    private Launcher() {}

    /** Its path. */
    public static String path() {
        try {
            CodeSource source = Launcher.class.getProtectionDomain().getCodeSource();
            return source == null ? USUAL : path(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException _) {
            return USUAL;
        }
    }

    /** The script of the working copy in which {@code jar} is {@code app/target/hikyaku.jar}. */
    static String path(Path jar) {
        Path script = jar.resolve("../../../hikyaku").normalize();
        return jar.endsWith("app/target/hikyaku.jar") && Files.isExecutable(script)
                ? script.toString()
                : USUAL;
    }
}
