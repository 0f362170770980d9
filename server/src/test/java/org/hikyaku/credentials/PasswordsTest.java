package org.hikyaku.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.hikyaku.sasl.ScramSecret;
import org.hikyaku.store.Accounts.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordsTest {

    private static final String SALT = "c29tZXNhbHQ";
    private static final String HASH = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private final Passwords passwords = new Passwords(new SecureRandom());

    @Test
    void checksWhatItHashed() {
        Secrets secrets = passwords.hash("pencil");
        assertThat(secrets.argon2id()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.verify(secrets, "pencil")).isTrue();
        assertThat(passwords.verify(secrets, "pencil ")).isFalse();
        assertThat(passwords.verify(secrets, "")).isFalse();
        ScramSecret scram = ScramSecret.parse(secrets.scram()).orElseThrow();
        assertThat(ScramSecret.of("pencil", scram.salt(), scram.iterations())).isEqualTo(scram);
        assertThat(passwords.hash("pencil").argon2id())
                .as("another salt each time")
                .isNotEqualTo(secrets.argon2id());
    }

    @Test
    void theSamePasswordTypedOtherwise() {
        Secrets secrets = passwords.hash("caf\u00e9");
        assertThat(passwords.verify(secrets, "cafe\u0301")).isTrue();
    }

    /** The reference implementation's test vector: t=2, m=2^16, p=1, "password", "somesalt". */
    @Test
    void anotherProgramsHash() {
        String phc = "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$" + HASH;
        assertThat(passwords.verify(new Secrets(phc, ""), "password")).isTrue();
        assertThat(passwords.verify(new Secrets(phc, ""), "Password")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "password",
                "$argon2i$v=19$m=65536,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=16$m=65536,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=9999999,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=0,t=2,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=65536,t=0,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=0$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "AA$" + HASH,
                "$argon2id$v=19$m=65536,t=2,p=1$" + SALT + "$",
            })
    void isNoHash(String text) {
        assertThat(passwords.verify(new Secrets(text, ""), "password")).isFalse();
    }

    @Test
    void makesPasswordsThatCanBeCopied() {
        String one = passwords.generate();
        assertThat(one).matches("[a-zA2-9]{5}(-[a-zA2-9]{5}){3}").doesNotContain("l", "o", "i");
        assertThat(passwords.generate()).isNotEqualTo(one);
    }
}
