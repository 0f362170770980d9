package org.hikyaku.app.quickstart;

import java.nio.file.Path;
import java.util.List;

/** The unit that runs a server under systemd, as a user of its own that may do little else. */
final class SystemdUnit {

    private static final String TEXT =
            """
            [Unit]
            Description=Hikyaku mail server
            Documentation=https://www.rfc-editor.org/rfc/rfc5321
            After=network-online.target nss-lookup.target
            Wants=network-online.target

            [Service]
            Type=exec
            User=hikyaku
            Environment=%4$s
            ExecStart=%1$s serve --dir %2$s
            ExecReload=/bin/kill -HUP $MAINPID
            Restart=on-failure
            RestartSec=5
            # Sessions have 10 s to end, attempts to send 10 s more.
            TimeoutStopSec=40
            LimitNOFILE=65536
            UMask=0077
            # Ports below 1024 without root.
            AmbientCapabilities=CAP_NET_BIND_SERVICE
            CapabilityBoundingSet=CAP_NET_BIND_SERVICE
            # It writes to its data folder and nowhere else.
            ProtectSystem=strict
            ReadWritePaths=%2$s
            %3$sPrivateTmp=yes
            PrivateDevices=yes
            NoNewPrivileges=yes
            ProtectClock=yes
            ProtectControlGroups=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            RemoveIPC=yes
            SystemCallArchitectures=native
            SystemCallFilter=@system-service

            [Install]
            WantedBy=multi-user.target
            """;

    /** Where people live; a service that is kept out could not run from there. */
    private static final List<String> HOMES = List.of("/home/", "/root/", "/run/user/");

    private SystemdUnit() {}

    /** The unit for the program {@code launcher} on the data folder {@code dir}. */
    static String text(String launcher, Path dir) {
        String java = System.getProperty("java.home");
        boolean atHome =
                HOMES.stream()
                        .anyMatch(
                                home ->
                                        launcher.startsWith(home)
                                                || dir.startsWith(home)
                                                || java.startsWith(home));
        return TEXT.formatted(
                quoted(launcher),
                quoted(dir.toString()),
                atHome ? "" : "ProtectHome=yes\n",
                quoted("JAVA_HOME=" + java));
    }

    /** A path with blanks in quotes; systemd reads a percent sign as its own (systemd.unit(5)). */
    private static String quoted(String path) {
        String plain = path.replace("%", "%%");
        return plain.indexOf(' ') < 0 ? plain : '"' + plain + '"';
    }
}
