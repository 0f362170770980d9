package org.hikyaku.neighbours.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;
import org.junit.jupiter.api.Test;

final class MasterCfTest {

    private static final String TEXT =
            """
            # services
            smtp       inet  n  -  y  -  -  smtpd
            submission inet  n  -  y  -  -  smtpd
              -o syslog_name=postfix/submission
            # in between
              -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }
              -o a=1 -o b=2
            spf unix - n n - 0 spawn
                user=policyd argv=/usr/bin/policyd-spf
            """;

    private static MasterCf read(String text) {
        return MasterCf.read(SourceText.of("master.cf", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(MasterCf master) {
        return new String(master.text().octets(), StandardCharsets.UTF_8);
    }

    private static MasterCf.Service service(MasterCf master, String name) {
        return master.service(name, "inet").orElseThrow();
    }

    @Test
    void servicesHaveOptionsAndArguments() {
        MasterCf master = read(TEXT);
        assertThat(master.damages()).isEmpty();
        assertThat(master.services())
                .extracting(MasterCf.Service::name)
                .containsExactly("smtp", "submission", "spf");
        MasterCf.Service submission = service(master, "submission");
        assertThat(submission.options())
                .extracting(o -> o.name() + "|" + o.value())
                .containsExactly(
                        "syslog_name|postfix/submission",
                        "smtpd_client_restrictions|permit_sasl_authenticated, reject",
                        "a|1",
                        "b|2");
        assertThat(submission.chroot()).isEqualTo("y");
        assertThat(master.services().getLast().arguments())
                .containsExactly("user=policyd", "argv=/usr/bin/policyd-spf");
    }

    @Test
    void whatIsDamagedIsToldAndTheRestIsRead() {
        MasterCf master = read("  -o x=1\nshort inet n\nsmtp inet n - y - - smtpd -o nothing\n");
        assertThat(master.damages())
                .extracting(Damage::expected)
                .containsExactly(
                        Damage.Expected.START_OF_LINE,
                        Damage.Expected.SERVICE,
                        Damage.Expected.OPTION);
        assertThat(master.services()).hasSize(1);
    }

    @Test
    void optionsAreSetWhereTheyStand() {
        MasterCf master = read(TEXT);
        MasterCf.Service submission = service(master, "submission");
        assertThat(text(master.setOption(submission, "a", "9")))
                .isEqualTo(TEXT.replace("-o a=1", "-o a=9"));
        assertThat(text(master.setOption(submission, "smtpd_milters", "")))
                .isEqualTo(TEXT.replace("-o b=2\n", "-o b=2\n  -o smtpd_milters=\n"));
        assertThat(text(master.setOption(service(master, "smtp"), "x", "a b")))
                .isEqualTo(
                        TEXT.replace(
                                "-  smtpd\nsubmission", "-  smtpd\n  -o { x = a b }\nsubmission"));
    }

    @Test
    void optionsAreTakenAwayWithTheirLine() {
        MasterCf master = read(TEXT);
        MasterCf.Service submission = service(master, "submission");
        assertThat(text(master.removeOption(submission.options().getFirst())))
                .isEqualTo(TEXT.replace("  -o syslog_name=postfix/submission\n", ""));
        assertThat(text(master.removeOption(submission.options().getLast())))
                .isEqualTo(TEXT.replace(" -o b=2", ""));
    }

    @Test
    void servicesAreSwitchedOffAndChanged() {
        MasterCf master = read(TEXT);
        MasterCf.Service spf = master.service("spf", "unix").orElseThrow();
        assertThat(text(master.commentOut(spf)))
                .isEqualTo(
                        TEXT.replace("spf unix", "#spf unix").replace("    user=", "#    user="));
        assertThat(text(master.remove(spf))).doesNotContain("spf unix");
        assertThat(text(master.setColumn(service(master, "smtp"), 4, "n")))
                .isEqualTo(TEXT.replaceFirst("n  -  y", "n  -  n"));
    }
}
