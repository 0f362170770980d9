package org.hikyaku.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The unit that quickstart prints. */
final class SystemdUnitTest {

    @Test
    void aServerMayWriteToItsFolderAndBindLowPortsAndNoMore() {
        String unit = SystemdUnit.text("/opt/hikyaku/hikyaku", Path.of("/var/lib/hikyaku"));
        assertThat(unit.lines())
                .contains(
                        "Environment=JAVA_HOME=" + System.getProperty("java.home"),
                        "ExecStart=/opt/hikyaku/hikyaku serve --dir /var/lib/hikyaku",
                        "ReadWritePaths=/var/lib/hikyaku",
                        "AmbientCapabilities=CAP_NET_BIND_SERVICE",
                        "ProtectSystem=strict",
                        "NoNewPrivileges=yes")
                .doesNotContain("MemoryDenyWriteExecute=yes"); // Java compiles while it runs
    }

    @Test
    void aProgramInSomebodysHomeCanBeReached() {
        Path dir = Path.of("/var/lib/hikyaku");
        assertThat(SystemdUnit.text("/home/you/hikyaku/hikyaku", dir))
                .doesNotContain("ProtectHome");
    }

    @Test
    void oddPathsAreWrittenAsSystemdReadsThem() {
        assertThat(SystemdUnit.text("/opt/h", Path.of("/srv/my mail/100%")))
                .contains("--dir \"/srv/my mail/100%%\"\n");
    }

    @Test
    void theProgramIsWhereItsWorkingCopyIs() {
        Path top = Path.of("..").toAbsolutePath().normalize();
        assertThat(Launcher.path(top.resolve("app/target/hikyaku.jar")))
                .isEqualTo(top.resolve("hikyaku").toString());
        assertThat(Launcher.path(Path.of("/srv/app/target/hikyaku.jar")))
                .isEqualTo("/opt/hikyaku/hikyaku");
        assertThat(Launcher.path(top.resolve("other.jar"))).isEqualTo("/opt/hikyaku/hikyaku");
    }
}
