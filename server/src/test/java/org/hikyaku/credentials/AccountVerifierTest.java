package org.hikyaku.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.name.MailAddress;
import org.hikyaku.sasl.ScramSecret;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountVerifierTest {

    private static final MailAddress A = MailAddress.of("a@here.example");

    private final Passwords passwords = new Passwords(new SecureRandom());
    private final Accounts.Secrets secrets = passwords.hash("pencil");
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir Path folder;
    private Store store;
    private AccountVerifier verifier;

    @BeforeEach
    void open() {
        store = StoreFolder.open(folder);
        store.accounts().add(new Accounts.Account(A, secrets));
        verifier = new AccountVerifier(store.accounts(), passwords, () -> now, new SecureRandom());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a@here.example, pencil, true",
        "A@HERE.example, pencil, true",
        "a@here.example, pen, false",
        "a@here.example, '', false",
        "nobody@here.example, pencil, false",
        "all@here.example, pencil, false",
        "a+x@here.example, pencil, false",
        "b@here.example, -, false",
        "no address, pencil, false",
        "'', '', false",
    })
    void knowsWhoMayLogIn(String login, String password, boolean right) {
        assertThat(verifier.isPassword(login, password)).isEqualTo(right);
        assertThat(verifier.isPassword(login, password)).as("again").isEqualTo(right);
    }

    @Test
    void whatIsRememberedEndsWithThePassword() {
        assertThat(verifier.isPassword("a@here.example", "pencil")).isTrue();
        store.accounts().updateSecrets(A, passwords.hash("pen"));
        assertThat(verifier.isPassword("a@here.example", "pencil")).isFalse();
        assertThat(verifier.isPassword("a@here.example", "pen")).isTrue();
        store.accounts().remove(A);
        assertThat(verifier.isPassword("a@here.example", "pen")).isFalse();
    }

    @Test
    void whatIsRememberedEndsInTime() {
        assertThat(verifier.isPassword("a@here.example", "pencil")).isTrue();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(verifier.isPassword("a@here.example", "pencil")).isTrue();
        assertThat(verifier.isPassword("a@here.example", "pen")).isFalse();
    }

    @Test
    void whoDoesNotExistHasADecoy() {
        assertThat(verifier.secret("nobody@here.example")).isEmpty();
        assertThat(verifier.secret("b@here.example")).as("no SCRAM kept").isEmpty();
        assertThat(verifier.secret("a@here.example")).isEqualTo(ScramSecret.parse(secrets.scram()));
        byte[] salt = verifier.decoySalt("nobody@here.example");
        assertThat(salt).hasSameSizeAs(verifier.secret("a@here.example").orElseThrow().salt());
        assertThat(verifier.decoySalt("nobody@here.example")).isEqualTo(salt);
        assertThat(verifier.decoySalt("NoBody@HERE.example")).isEqualTo(salt);
        assertThat(verifier.decoySalt("other@here.example")).isNotEqualTo(salt);
    }
}
