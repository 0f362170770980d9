package org.hikyaku.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FromAuthorTest {

    private static FromAuthor of(String value) {
        return FromAuthor.of(
                HeaderBlock.parse("Subject: x\nFrom: " + value + "\nTo: y@z.example\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a@example.com | a@example.com",
                "<a@example.com> | a@example.com",
                "Ann A. Author <a@example.com> | a@example.com",
                "\"Ann, A. <x@evil.example>\" <a@example.com> | a@example.com",
                "=?utf-8?Q?x=40evil.example?= <a@example.com> | a@example.com",
                "=?utf-8?Q?x@evil.example?= <a@example.com> | a@example.com",
                "victim@bank.example <a@example.com> | a@example.com",
                "(x@evil.example) a@example.com (and (nested) more) | a@example.com",
                "a@(comment)example.com | a@example.com",
                "a . b @ example . com | a.b@example.com",
                "\"a b\"@example.com | \"a b\"@example.com",
                "\"a\\\"b\" <\"q\\\\r\"@example.com> | \"q\\\\r\"@example.com",
                "<@r1.example,@r2.example:a@example.com> | a@example.com",
                "Group: a@example.com; | a@example.com",
                "a@EXAMPLE.com. | a@example.com",
                "a@b\u00fccher.example | a@xn--bcher-kva.example",
                "\u00fcn\u00ef@example.com | \u00fcn\u00ef@example.com",
                "a@example.com,, | a@example.com"
            })
    void readsTheAddress(String value, String address) {
        FromAuthor author = of(value);
        assertThat(author.problem()).as(value).isEmpty();
        assertThat(author.mailboxes())
                .as(value)
                .extracting(MailAddress::toString)
                .containsExactly(address);
        assertThat(author.fieldCount()).isEqualTo(1);
    }

    @Test
    void foldsAreNoMatter() {
        assertThat(of("Ann\r\n Author\r\n\t<a@\r\n example.com>").mailboxes())
                .containsExactly(MailAddress.of("a@example.com"));
    }

    @Test
    void severalAuthorsAreAllTold() {
        FromAuthor author =
                of("A <a@one.example>, G: b@two.example, <c@one.example>;, d@three.example");
        assertThat(author.domains())
                .extracting(DomainName::ascii)
                .containsExactly("one.example", "two.example", "three.example");
        assertThat(author.mailboxes()).hasSize(4);
        assertThat(author.problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ann",
                "<>",
                "Ann <>",
                "Ann <a>",
                "undisclosed:;",
                "@",
                "a@",
                "<@>",
                "(a@b.example",
                "\"a@b.example",
                "a@[192.0.2.1]",
                "a@..",
                "a\\@b.example",
                "[a@b.example]"
            })
    void withoutAnAddressThereIsAProblem(String value) {
        FromAuthor author = of(value);
        assertThat(author.problem()).as(value).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a@one.example> <b@two.example> | one.example two.example",
                "x y@one.example | one.example",
                "a@one.example b@two.example | two.example",
                "<a@one.example | one.example",
                "<<a@one.example>> | one.example",
                "a@one_two.example | one_two.example"
            })
    void whateverAProgramMightShowIsTold(String value, String domains) {
        assertThat(String.join(" ", of(value).domains().stream().map(DomainName::ascii).toList()))
                .as(value)
                .isEqualTo(domains);
    }

    @Test
    void fieldsAreCounted() {
        FromAuthor none = FromAuthor.of(HeaderBlock.parse("To: a@b.example\n"));
        assertThat(none.fieldCount()).isZero();
        assertThat(none.problem()).isEqualTo("the message has no From field");
        FromAuthor two =
                FromAuthor.of(HeaderBlock.parse("From: a@b.example\nfrom : c@d.example\n"));
        assertThat(two.fieldCount()).isEqualTo(2);
        assertThat(two.domains()).hasSize(2);
        assertThat(two.problem()).isEqualTo("the message has 2 From fields");
    }

    @Test
    void theWorkIsBounded() {
        FromAuthor many = of("a@b.example,".repeat(1000));
        assertThat(many.mailboxes()).hasSize(FromAuthor.MAX_MAILBOXES);
        assertThat(many.problem()).contains("more than 100");
        assertThat(of("(".repeat(70_000)).problem()).contains("longer than");
        assertThat(of("(".repeat(60_000)).problem()).contains("comment");
        assertThat(of("<".repeat(60_000)).domains()).isEmpty();
    }
}
