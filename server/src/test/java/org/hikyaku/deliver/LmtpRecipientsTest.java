package org.hikyaku.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.deliver.DeliverySettings.Known;
import org.hikyaku.deliver.DeliverySettings.Place;
import org.hikyaku.deliver.Recipients.Where;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked, how often, and what holds while nobody answers. */
final class LmtpRecipientsTest {

    private static final Place KEPT = new Place.Lmtp(new StreamAddress("unix:/run/lmtp"));
    private static final MailAddress AMY = MailAddress.of("amy@kept.example");

    @TempDir Path folder;
    private Store store;
    private final Map<MailAddress, Callout.Answer> answers = new HashMap<>();
    private final List<MailAddress> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");

    @BeforeEach
    void open() {
        store = StoreFolder.open(folder);
        store.domains().add(new LocalDomain(DomainName.of("kept.example"), null));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private LmtpRecipients recipients(Known known) {
        DeliverySettings settings =
                new DeliverySettings(
                        new Place.Own(), Map.of(DomainName.of("kept.example"), KEPT), known, "");
        return new LmtpRecipients(
                store.accounts(),
                settings,
                (_, address) -> {
                    asked.add(address);
                    return answers.getOrDefault(address, new Callout.Answer.Unknown("who?"));
                },
                () -> now);
    }

    @Test
    void theServerIsAskedOnceForAWhile() {
        LmtpRecipients recipients = recipients(Known.CALLOUT);
        answers.put(AMY, new Callout.Answer.Exists());
        assertThat(recipients.of(AMY)).isEqualTo(new Where.Onward(List.of(AMY)));
        assertThat(recipients.of(AMY)).isEqualTo(new Where.Onward(List.of(AMY)));
        assertThat(asked).hasSize(1);
        now = now.plus(LmtpRecipients.FRESH);
        assertThat(recipients.of(AMY)).isInstanceOf(Where.Onward.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoIsNotThereIsRefusedAndSoonAskedForAgain() {
        LmtpRecipients recipients = recipients(Known.CALLOUT);
        assertThat(recipients.of(AMY)).isEqualTo(new Where.Unknown("who?"));
        assertThat(recipients.of(AMY)).isEqualTo(new Where.Unknown("who?"));
        assertThat(asked).hasSize(1);
        answers.put(AMY, new Callout.Answer.Exists());
        now = now.plus(LmtpRecipients.ABSENT);
        assertThat(recipients.of(AMY)).isInstanceOf(Where.Onward.class);
    }

    @Test
    void whoWasThereStaysThereWhileNobodyAnswers() {
        LmtpRecipients recipients = recipients(Known.CALLOUT);
        answers.put(AMY, new Callout.Answer.Exists());
        recipients.of(AMY);
        answers.put(AMY, new Callout.Answer.Unclear("down"));
        now = now.plus(Duration.ofHours(5));
        assertThat(recipients.of(AMY)).isInstanceOf(Where.Onward.class);
        now = now.plus(LmtpRecipients.STALE);
        assertThat(recipients.of(AMY)).isEqualTo(new Where.Later("down"));
    }

    @Test
    void byTheListNobodyIsAsked() {
        assertThat(recipients(Known.LIST).of(AMY)).isInstanceOf(Where.Unknown.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void ownDomainsAreFiledAndOthersAreNotOurs() {
        LmtpRecipients recipients = recipients(Known.CALLOUT);
        MailAddress b = MailAddress.of("b@here.example");
        assertThat(recipients.of(b)).isEqualTo(new Where.Filed(List.of(b)));
        assertThat(recipients.of(MailAddress.of("x@here.example")))
                .isInstanceOf(Where.Unknown.class);
        assertThat(recipients.of(MailAddress.of("x@else.example")))
                .isInstanceOf(Where.NotLocal.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void anAliasLeadsToItsAccountsAndAPlusPartIsKept() {
        MailAddress account = MailAddress.of("bo@kept.example");
        store.accounts()
                .add(
                        new org.hikyaku.store.Accounts.Account(
                                account, new org.hikyaku.store.Accounts.Secrets("-", "-")));
        LmtpRecipients recipients = recipients(Known.LIST);
        assertThat(recipients.of(MailAddress.of("bo+lists@kept.example")))
                .isEqualTo(new Where.Onward(List.of(MailAddress.of("bo+lists@kept.example"))));
        store.accounts()
                .addAlias(
                        new org.hikyaku.store.Accounts.Alias(
                                MailAddress.of("team@kept.example"),
                                List.of(account, MailAddress.of("b@here.example"))));
        assertThat(recipients.of(MailAddress.of("team@kept.example")))
                .isEqualTo(new Where.Onward(List.of(MailAddress.of("b@here.example"), account)));
    }
}
