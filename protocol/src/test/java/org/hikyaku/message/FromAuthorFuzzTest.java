package org.hikyaku.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hikyaku.name.MailAddress;

final class FromAuthorFuzzTest {

    @FuzzTest
    void of(byte[] data) {
        FromAuthor author = FromAuthor.of(HeaderBlock.parse(data, 0, data.length));
        assertThat(author.domains()).doesNotHaveDuplicates();
        assertThat(author.fieldCount() > 0 || author.domains().isEmpty()).isTrue();
        assertThat(author.domains().isEmpty() && author.problem().isEmpty()).isFalse();
        for (MailAddress mailbox : author.mailboxes()) {
            assertThat(author.domains()).contains(mailbox.domain());
            if (mailbox.domain().isHostName()) {
                HeaderBlock again = HeaderBlock.parse("From: " + mailbox + "\n");
                assertThat(FromAuthor.of(again).mailboxes()).containsExactly(mailbox);
            }
        }
    }
}
