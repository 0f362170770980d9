package org.hikyaku.app.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.setup.MilterAddress;
import org.hikyaku.neighbours.setup.PostfixSetup;
import org.hikyaku.neighbours.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** main.cf and master.cf as they become. */
final class PostfixMoveTest {

    private static final MilterSocket.Inet OURS = new MilterSocket.Inet(8895, "127.0.0.1", false);

    private static PostfixMove.Moved moved(String main, String master) {
        PostfixSetup setup =
                new PostfixSetup(
                        MainCf.read(text("/etc/postfix/main.cf", main)),
                        MasterCf.read(text("/etc/postfix/master.cf", master)));
        return new PostfixMove(setup, PostfixMoveTest::goes, OURS).moved();
    }

    private static SourceText text(String path, String text) {
        return SourceText.of(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** OpenDKIM at 8891 and at its socket in the queue folder, OpenDMARC at 8893. */
    private static boolean goes(MilterAddress address) {
        return switch (address) {
            case MilterAddress.Inet inet -> inet.port() == 8891 || inet.port() == 8893;
            case MilterAddress.Unix(var path) ->
                    path.equals("/var/spool/postfix/opendkim/opendkim.sock");
            case MilterAddress.Unknown _ -> false;
        };
    }

    private static String main(String main) {
        return new String(moved(main, "").main().text().octets(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "inet:localhost:8891                    | inet:127.0.0.1:8895",
                "inet:localhost:8891, inet:[::1]:8893   | inet:127.0.0.1:8895",
                "inet:127.0.0.1:11332, inet:127.0.0.1:8891 | inet:127.0.0.1:11332, inet:127.0.0.1:8895",
                "inet:127.0.0.1:8891, inet:127.0.0.1:11332 | inet:127.0.0.1:8895, inet:127.0.0.1:11332",
                "inet:127.0.0.1:11332                   | inet:127.0.0.1:11332, inet:127.0.0.1:8895",
                "unix:opendkim/opendkim.sock            | inet:127.0.0.1:8895",
                "inet:127.0.0.1:8895                    | inet:127.0.0.1:8895"
            })
    void oursStandsWhereTheOthersStood(String before, String after) {
        assertThat(main("smtpd_milters = " + before + "\nnon_smtpd_milters = $smtpd_milters\n"))
                .isEqualTo("smtpd_milters = " + after + "\nnon_smtpd_milters = $smtpd_milters\n");
    }

    @Test
    void aPostfixWithoutFiltersAsksOurs() {
        assertThat(main("# 設定\nmyhostname = mail.example.com\n"))
                .isEqualTo(
                        """
                        # 設定
                        myhostname = mail.example.com
                        smtpd_milters = inet:127.0.0.1:8895
                        non_smtpd_milters = inet:127.0.0.1:8895
                        """);
    }

    @Test
    void linesWithoutEffectBecomeComments() {
        assertThat(
                        main(
                                """
                                smtpd_milters = unix:/run/opendkim/opendkim.sock
                                x = 1
                                smtpd_milters = inet:localhost:8891
                                non_smtpd_milters = inet:localhost:8891
                                """))
                .isEqualTo(
                        """
                        #smtpd_milters = unix:/run/opendkim/opendkim.sock
                        x = 1
                        smtpd_milters = inet:127.0.0.1:8895
                        non_smtpd_milters = inet:127.0.0.1:8895
                        """);
    }

    @Test
    void aNameThatStandsForTheOthersIsReplacedByOurs() {
        assertThat(
                        main(
                                """
                                opendkim = inet:localhost:8891
                                smtpd_milters = $opendkim
                                non_smtpd_milters = $smtpd_milters
                                milter_default_action = reject
                                """))
                .contains("opendkim = inet:localhost:8891\n")
                .contains("smtpd_milters = inet:127.0.0.1:8895\n")
                .contains("milter_default_action = tempfail\n");
    }

    @Test
    void whatIsAsItShouldBeStaysToTheOctet() {
        String main =
                "smtpd_milters=inet:127.0.0.1:8895\nnon_smtpd_milters  =   inet:127.0.0.1:8895\n"
                        + "milter_default_action = accept\n";
        assertThat(main(main)).isEqualTo(main);
    }

    @Test
    void servicesWithListsOfTheirOwnAskOurs() {
        String master =
                """
                smtp      inet  n       -       y       -       -       smtpd
                  -o smtpd_milters=inet:localhost:8891,inet:localhost:11332
                10025     inet  n       -       n       -       -       smtpd
                  -o smtpd_milters=
                submission inet n       -       n       -       -       smtpd
                  -o smtpd_milters=$submission_milters
                """;
        MasterCf after = moved("", master).master();
        assertThat(new String(after.text().octets(), StandardCharsets.UTF_8))
                .isEqualTo(master.replace("inet:localhost:8891,", "inet:127.0.0.1:8895,"));
    }

    @Test
    void policydSpfIsTakenOut() {
        PostfixMove.Moved moved =
                moved(
                        """
                        smtpd_milters = inet:127.0.0.1:8895
                        non_smtpd_milters = inet:127.0.0.1:8895
                        policyd-spf_time_limit = 3600
                        smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination, check_policy_service unix:private/policyd-spf
                        smtpd_end_of_data_restrictions = check_policy_service unix:private/other
                        """,
                        """
                        smtp      inet  n       -       y       -       -       smtpd
                        policyd-spf unix -      n       n       -       0       spawn
                            user=policyd-spf argv=/usr/bin/policyd-spf
                        """);
        assertThat(new String(moved.main().text().octets(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        smtpd_milters = inet:127.0.0.1:8895
                        non_smtpd_milters = inet:127.0.0.1:8895
                        #policyd-spf_time_limit = 3600
                        smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination,
                        smtpd_end_of_data_restrictions = check_policy_service unix:private/other
                        """);
        assertThat(moved.master().services()).hasSize(1);
        assertThat(new String(moved.master().text().octets(), StandardCharsets.UTF_8))
                .contains("#policyd-spf unix");
    }

    @Test
    void theOtherLinesOfAListStayAsTheyAre() {
        PostfixMove.Moved moved =
                moved(
                        """
                        smtpd_milters = inet:127.0.0.1:8895
                        non_smtpd_milters = inet:127.0.0.1:8895
                        smtpd_recipient_restrictions =
                            permit_mynetworks,
                            reject_unauth_destination,
                            # SPF
                            check_policy_service unix:private/policyd-spf
                        """,
                        "policyd-spf unix - n n - 0 spawn user=x argv=/usr/bin/policyd-spf\n");
        assertThat(new String(moved.main().text().octets(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        smtpd_milters = inet:127.0.0.1:8895
                        non_smtpd_milters = inet:127.0.0.1:8895
                        smtpd_recipient_restrictions =
                            permit_mynetworks,
                            reject_unauth_destination,
                            # SPF
                        """);
    }
}
