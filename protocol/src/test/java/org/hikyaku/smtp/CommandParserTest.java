package org.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.hikyaku.name.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandParserTest {

    private static String from(String line) throws ReplyException {
        return ((Command.Mail) CommandParser.parse(line)).from().text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MAIL FROM:<>|``",
                "mail from:<a@example.com>|a@example.com",
                "MAIL FROM: <a@example.com>|a@example.com",
                "MAIL FROM:<A.b+c@EXAMPLE.com> SIZE=10|A.b+c@example.com",
                "MAIL FROM:<\"a b\"@example.com>|\"a b\"@example.com",
                "MAIL FROM:<\"a>b\\\"@\"@example.com>|\"a>b\\\"@\"@example.com",
                "MAIL FROM:<\"plain\"@example.com>|plain@example.com",
                "MAIL FROM:<@one.example,@two.example:a@example.com>|a@example.com",
                "MAIL FROM:<a@[192.0.2.1]>|a@[192.0.2.1]",
                "MAIL FROM:<a@[IPv6:2001:DB8::1]>|a@[ipv6:2001:db8::1]",
                "MAIL FROM:<ü@example.com> SMTPUTF8|ü@example.com",
                "MAIL FROM:<a@bücher.example> SMTPUTF8|a@xn--bcher-kva.example",
            })
    void reversePaths(String line, String expected) throws ReplyException {
        assertThat(from(line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|500",
                "HELLO x|500",
                "EHLO|501",
                "EHLO a b|501",
                "EHLO a\u0007b|501",
                "EHLO <x>|501",
                "MAIL|501",
                "MAIL FROM|501",
                "MAIL FROM:|501",
                "MAIL FROM:a@example.com|501",
                "MAIL FROM:<a@example.com|501",
                "MAIL FROM:<a@example.com>SIZE=1|501",
                "MAIL FROM:<a>|553",
                "MAIL FROM:<a@>|553",
                "MAIL FROM:<@example.com>|501",
                "MAIL FROM:<a..b@example.com>|553",
                "MAIL FROM:<a b@example.com>|553",
                "MAIL FROM:<a@exa mple.com>|553",
                "MAIL FROM:<a@-x.example>|553",
                "MAIL FROM:<a@[192.0.2.256]>|553",
                "MAIL FROM:<a@[2001:db8::1]>|553",
                "MAIL FROM:<a@[IPv6:192.0.2.1]>|553",
                "MAIL FROM:<a@[IPv6:fe80::1%eth0]>|553",
                "MAIL FROM:<a@[192.0.2.1>|553",
                "MAIL FROM:<ü@example.com>|553",
                "MAIL FROM:<a@bücher.example>|553",
                "MAIL FROM:<@one.example:>|501",
                "MAIL FROM:<@one example:a@example.com>|501",
                "MAIL FROM:<a@example.com> SIZE=x|501",
                "MAIL FROM:<a@example.com> SIZE=99999999999999999999|501",
                "MAIL FROM:<a@example.com> SIZE=1 size=2|501",
                "MAIL FROM:<a@example.com> BODY=9BIT|501",
                "MAIL FROM:<a@example.com> SMTPUTF8=yes|501",
                "MAIL FROM:<a@example.com> RET=SOME|501",
                "MAIL FROM:<a@example.com> ENVID=|501",
                "MAIL FROM:<a@example.com> ENVID=a+0|501",
                "MAIL FROM:<a@example.com> ENVID=a+0A|501",
                "MAIL FROM:<a@example.com> FOO=bar|555",
                "RCPT TO:<>|501",
                "RCPT TO:<somebody>|553",
                "RCPT FROM:<a@example.com>|501",
                "RCPT TO:<a@example.com> NOTIFY=NEVER,DELAY|501",
                "RCPT TO:<a@example.com> NOTIFY=|501",
                "RCPT TO:<a@example.com> NOTIFY=SOMETIMES|501",
                "RCPT TO:<a@example.com> ORCPT=a@example.com|501",
                "RCPT TO:<a@example.com> ORCPT=;a|501",
                "RCPT TO:<a@example.com> ORCPT=utf-8;a\u0007b|501",
                "RCPT TO:<a@example.com> SIZE=1|555",
                "RCPT TO:<a@b@example.com>|553",
                "RCPT TO:<a@\"b@example.com\">|553",
                "RCPT TO:<\"a\"b@example.com>|553",
                "RCPT TO:<a@example.com,b@example.com>|553",
                "RCPT TO:<a@example.com>,<b@example.com>|501",
                "RCPT TO:<<a@example.com>>|501",
                "RCPT TO:<@>|501",
                "RCPT TO:<@@example.com>|501",
                "RCPT TO:<@one.example:@two.example:a@example.com>|553",
                "RCPT TO:<@one.example:a>|553",
                "POST / HTTP/1.1|421",
                "CONNECT mx.example.com:25 HTTP/1.1|421",
                "DATA now|501",
                "RSET x|501",
                "QUIT x|501",
                "STARTTLS x|501",
                "BDAT|521",
                "BDAT -1|521",
                "BDAT 1 FIRST|521",
                "BDAT 9999999999999999999|521",
                "AUTH|501",
                "AUTH PL+IN|501",
                "AUTH PLAIN a b|501",
                "VRFY|501",
                "EXPN|501",
            })
    void refusals(String line, int code) {
        ReplyException e =
                catchThrowableOfType(
                        ReplyException.class, () -> CommandParser.parse(line == null ? "" : line));
        assertThat(e).as(line).isNotNull();
        assertThat(e.reply().code()).as(line).isEqualTo(code);
        assertThat(e.reply().status()).isNotNull();
    }

    @Test
    void parametersOfMail() throws ReplyException {
        var mail =
                (Command.Mail)
                        CommandParser.parse(
                                "MAIL FROM:<a@example.com> SIZE=123 BODY=8BITMIME RET=HDRS"
                                        + " ENVID=QQ+2B1 SMTPUTF8 AUTH=<>");
        assertThat(mail.sizeBytes()).isEqualTo(123);
        assertThat(mail.options())
                .isEqualTo(new Envelope.Options(BodyType.EIGHT_BIT_MIME, true, true, "QQ+1"));
    }

    @Test
    void parametersOfRcpt() throws ReplyException {
        var rcpt =
                (Command.Rcpt)
                        CommandParser.parse(
                                "RCPT TO:<b@example.com> NOTIFY=success,Delay"
                                        + " ORCPT=rfc822;b+40example.com");
        assertThat(rcpt.recipient())
                .isEqualTo(
                        new Recipient(
                                MailAddress.of("b@example.com"),
                                Set.of(Recipient.Notify.SUCCESS, Recipient.Notify.DELAY),
                                "rfc822;b+40example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RCPT TO:<Postmaster>", "rcpt to:<postmaster>"})
    void postmasterNeedsNoDomain(String line) throws ReplyException {
        var rcpt = (Command.Rcpt) CommandParser.parse(line);
        assertThat(rcpt.recipient()).isNull();
        MailAddress ours = MailAddress.of("postmaster@example.com");
        assertThat(rcpt.orElse(() -> ours).address()).isEqualTo(ours);
    }

    @Test
    void theOthers() throws ReplyException {
        assertThat(CommandParser.parse("helo [192.0.2.1]"))
                .isEqualTo(new Command.Helo("[192.0.2.1]"));
        assertThat(CommandParser.parse("EHLO a_b.example "))
                .isEqualTo(new Command.Ehlo("a_b.example"));
        assertThat(CommandParser.parse("data")).isEqualTo(new Command.Data());
        assertThat(CommandParser.parse("BDAT 86 last")).isEqualTo(new Command.Bdat(86, true));
        assertThat(CommandParser.parse("BDAT 0")).isEqualTo(new Command.Bdat(0, false));
        assertThat(CommandParser.parse("NOOP whatever")).isEqualTo(new Command.Noop());
        assertThat(CommandParser.parse("starttls")).isEqualTo(new Command.StartTls());
        assertThat(CommandParser.parse("AUTH plain =")).isEqualTo(new Command.Auth("PLAIN", "="));
        assertThat(CommandParser.parse("AUTH LOGIN")).isEqualTo(new Command.Auth("LOGIN", null));
    }

    @Test
    void aLoginIsNotShown() {
        assertThat(new Command.Auth("PLAIN", "c2VjcmV0")).hasToString("Auth[PLAIN]");
    }
}
