package org.hikyaku.neighbours.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;
import org.junit.jupiter.api.Test;

final class RenewalFilesTest {

    private static SourceText source(String text) {
        return SourceText.of("f", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SourceText source) {
        return new String(source.octets(), StandardCharsets.UTF_8);
    }

    private static final String RENEWAL =
            """
            # renew_before_expiry = 30 days
            version = 2.1.0

            [renewalparams]
            authenticator = webroot
            post_hook = "a b"
            [[webroot_map]]
            mail.example.com = /var/www
            """;

    @Test
    void sectionsHaveSections() {
        IniFile file = IniFile.read(source(RENEWAL));
        assertThat(file.damages()).isEmpty();
        assertThat(file.value("", "version")).contains("2.1.0");
        assertThat(file.value("renewalparams", "post_hook")).contains("a b");
        assertThat(file.entries("renewalparams/webroot_map")).hasSize(1);
    }

    @Test
    void namesAreEdited() {
        IniFile file = IniFile.read(source(RENEWAL));
        IniFile.Entry hook = file.entry("renewalparams", "post_hook").orElseThrow();
        assertThat(text(file.set(hook, "c").text())).isEqualTo(RENEWAL.replace("\"a b\"", "c"));
        assertThat(text(file.commentOut(hook).text()))
                .isEqualTo(RENEWAL.replace("post_hook", "# post_hook"));
        assertThat(text(file.remove(hook).text()))
                .isEqualTo(RENEWAL.replace("post_hook = \"a b\"\n", ""));
        assertThat(text(file.addAfter(hook, "renew_hook", "x").text()))
                .isEqualTo(RENEWAL.replace("\"a b\"\n", "\"a b\"\nrenew_hook = x\n"));
    }

    @Test
    void aLineThatIsNothingIsTold() {
        assertThat(IniFile.read(source("a = 1\nnothing\nb = 2\n")).damages())
                .extracting(Damage::expected)
                .containsExactly(Damage.Expected.SECTION_OR_ASSIGNMENT);
    }

    private static final String CRON =
            """
            SHELL=/bin/sh
            PATH="/usr/bin"
            # m h dom mon dow user command
            17 *	* * *	root    cd / && run-parts --report /etc/cron.hourly
            @daily root /usr/bin/certbot -q renew
            broken
            """;

    @Test
    void tablesOfTheSystemNameTheUser() {
        Crontab table = Crontab.system(source(CRON));
        assertThat(table.jobs())
                .extracting(j -> j.schedule() + "|" + j.user() + "|" + j.command())
                .containsExactly(
                        "17 *\t* * *|root|cd / && run-parts --report /etc/cron.hourly",
                        "@daily|root|/usr/bin/certbot -q renew");
        assertThat(table.jobs().getFirst().environment())
                .containsEntry("SHELL", "/bin/sh")
                .containsEntry("PATH", "/usr/bin");
        assertThat(table.damages()).extracting(d -> d.at().line()).containsExactly(6);
    }

    @Test
    void tablesOfUsersDoNot() {
        Crontab table = Crontab.of(source("0 5 * * * certbot renew\n"), "me");
        assertThat(table.jobs())
                .extracting(j -> j.user() + "|" + j.command())
                .containsExactly("me|certbot renew");
    }

    @Test
    void jobsAreEdited() {
        Crontab table = Crontab.system(source(CRON));
        Crontab.Job job = table.jobs().getLast();
        assertThat(text(table.setCommand(job, "日 true").text()))
                .isEqualTo(CRON.replace("/usr/bin/certbot -q renew", "日 true"));
        assertThat(text(table.commentOut(job).text()))
                .isEqualTo(CRON.replace("@daily", "# @daily"));
        assertThat(text(table.remove(job).text()))
                .isEqualTo(CRON.replace("@daily root /usr/bin/certbot -q renew\n", ""));
    }
}
