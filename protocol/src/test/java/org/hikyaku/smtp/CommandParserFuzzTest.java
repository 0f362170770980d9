package org.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

final class CommandParserFuzzTest {

    @FuzzTest
    void aLineIsACommandOrAReply(byte[] data) {
        String line = new String(data, StandardCharsets.UTF_8);
        try {
            Command command = CommandParser.parse(line);
            if (command instanceof Command.Mail mail) {
                pathComesBack(mail);
            }
        } catch (ReplyException e) {
            assertThat(e.reply().code()).isIn(500, 501, 502, 552, 553, 555);
        }
    }

    /** What was read, written again, is read as the same. */
    private static void pathComesBack(Command.Mail mail) throws ReplyException {
        String again = "MAIL FROM:" + mail.from() + " SMTPUTF8";
        assertThat(((Command.Mail) CommandParser.parse(again)).from()).isEqualTo(mail.from());
    }
}
