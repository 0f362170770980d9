package org.hikyaku.neighbours.slips;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hikyaku.neighbours.setup.Setup;

/** A setup in which one file is anything at all: the others are understood all the same. */
final class SetupFuzzTest {

    private static final List<String> PATHS =
            List.of(
                    "/etc/postfix/main.cf",
                    "/etc/postfix/master.cf",
                    "/etc/opendkim.conf",
                    "/etc/opendkim/KeyTable",
                    "/etc/opendkim/SigningTable",
                    "/etc/opendkim/TrustedHosts",
                    "/etc/bind/named.conf",
                    "/etc/bind/example.com.zone",
                    "/etc/dovecot/dovecot.conf",
                    "/etc/nginx/nginx.conf",
                    "/etc/letsencrypt/renewal/mail.example.com.conf",
                    "/etc/crontab",
                    "/etc/letsencrypt/live/mail.example.com/fullchain.pem");

    /** The first octet chooses the file. */
    @FuzzTest
    void read(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String path = PATHS.get((data[0] & 0xff) % PATHS.size());
        byte[] octets = new byte[data.length - 1];
        System.arraycopy(data, 1, octets, 0, octets.length);
        Setup setup = Setup.read(HowTo.tree().with(path, octets));
        for (Slip slip : Slips.of(setup, Slips.NO_DNS, Instant.parse("2026-11-24T12:00:00Z"))) {
            assertThat(slip.effect(Locale.JAPANESE)).isNotEmpty();
            assertThat(slip.at().line()).isNotNegative();
        }
    }
}
