package org.hikyaku.app.adopt;

import java.nio.file.Path;

/**
 * The service that runs our filter: a unit of systemd, or a script for machines without it.
 *
 * @param program the script that starts this program
 * @param data the data folder
 * @param user whom it runs as
 */
record MilterService(String program, Path data, String user) {

    /** Its name. */
    static final String NAME = "hikyaku-milter";

    private static final String UNIT =
            """
            [Unit]
            Description=Hikyaku mail filter
            After=network-online.target nss-lookup.target
            Wants=network-online.target
            Before=postfix.service sendmail.service

            [Service]
            Type=exec
            User=%3$s
            Environment="JAVA_HOME=%4$s"
            ExecStart="%1$s" milter --dir "%2$s"
            ExecReload=/bin/kill -HUP $MAINPID
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=40
            LimitNOFILE=65536
            UMask=0077
            ProtectSystem=strict
            ReadWritePaths="%2$s"
            PrivateTmp=yes
            PrivateDevices=yes
            NoNewPrivileges=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

            [Install]
            WantedBy=multi-user.target
            """;

    private static final String SCRIPT =
            """
            #!/bin/sh
            # hikyaku-milter: signs and checks mail for the mail server of this machine
            # chkconfig: 2345 70 30
            # description: Hikyaku mail filter
            ### BEGIN INIT INFO
            # Provides:          hikyaku-milter
            # Required-Start:    $network $remote_fs $syslog
            # Required-Stop:     $network $remote_fs $syslog
            # X-Start-Before:    postfix sendmail
            # Default-Start:     2 3 4 5
            # Default-Stop:      0 1 6
            # Short-Description: Hikyaku mail filter
            ### END INIT INFO
            PROGRAM='%1$s'
            DATA='%2$s'
            RUN_AS='%3$s'
            export JAVA_HOME='%4$s'
            export PATH=/usr/sbin:/usr/bin:/sbin:/bin
            PIDFILE=/var/run/hikyaku-milter/pid
            LOG=/var/log/hikyaku-milter.log

            running() {
                pid=$(cat "$PIDFILE" 2>/dev/null) && [ -n "$pid" ] && [ -d "/proc/$pid" ] &&
                    [ "$(stat -c %%U "/proc/$pid")" = "$RUN_AS" ]
            }

            start() {
                running && return 0
                mkdir -p "${PIDFILE%%/*}" && chown "$RUN_AS" "${PIDFILE%%/*}" || return 1
                rm -f "$PIDFILE"
                umask 077
                # The shell writes its own number and becomes the program: that is the one to end.
                export PROGRAM DATA PIDFILE
                su -m -s /bin/sh "$RUN_AS" \\
                    -c 'cd /; echo $$ >"$PIDFILE"; exec "$PROGRAM" milter --dir "$DATA"' \\
                    >>"$LOG" 2>&1 </dev/null &
                tries=100
                until running; do
                    tries=$((tries - 1))
                    [ "$tries" -gt 0 ] || return 1
                    sleep 0.1
                done
            }

            stop() {
                running || return 0
                kill "$pid"
                tries=400
                while running; do
                    tries=$((tries - 1))
                    [ "$tries" -gt 0 ] || return 1
                    sleep 0.1
                done
                rm -f "$PIDFILE"
            }

            case "$1" in
                start) start ;;
                stop) stop ;;
                restart | force-reload) stop && start ;;
                reload) running && kill -HUP "$pid" ;;
                status) running || exit 3 ;;
                *) echo "usage: $0 start|stop|restart|reload|status" >&2; exit 2 ;;
            esac
            """;

    /** The text of the file for what starts services on the machine. */
    String text(ServiceControl.Kind kind) {
        String form = kind == ServiceControl.Kind.SYSTEMD ? UNIT : SCRIPT;
        // systemd.unit(5): a percent sign is its own.
        String java = System.getProperty("java.home");
        return kind == ServiceControl.Kind.SYSTEMD
                ? form.formatted(doubled(program), doubled(data.toString()), user, doubled(java))
                : form.formatted(quoted(program), quoted(data.toString()), user, quoted(java));
    }

    private static String doubled(String path) {
        return path.replace("%", "%%");
    }

    /** Within apostrophes in a shell. */
    private static String quoted(String path) {
        return path.replace("'", "'\\''");
    }

    /** The mode of the file. */
    static int mode(ServiceControl.Kind kind) {
        return kind == ServiceControl.Kind.SYSTEMD ? 0644 : 0755;
    }
}
