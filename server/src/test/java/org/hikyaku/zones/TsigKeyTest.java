package org.hikyaku.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TsigKeyTest {

    private static final String SECRET = "c2VjcmV0IHNlY3JldA==";

    @TempDir Path folder;

    private Path file(String text, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key \"Hikyaku.Example\" {\n\talgorithm hmac-sha512;\n\tsecret \"S\";\n};\n",
                "# made by tsig-keygen\nkey hikyaku.example. { secret S; algorithm \"HMAC-SHA512.\"; };",
                "hmac-sha512:hikyaku.example:S\n"
            })
    void eachWayToWriteAKeyIsRead(String text) throws Exception {
        TsigKey key =
                TsigKey.read(
                        file(
                                text.replace("S\"", SECRET + "\"")
                                        .replace(" S;", " " + SECRET + ";")
                                        .replace(":S\n", ":" + SECRET + "\n"),
                                "rw-------"));
        assertThat(key.name()).isEqualTo(DomainName.of("hikyaku.example"));
        assertThat(key.algorithm()).isEqualTo("hmac-sha512");
        assertThat(new String(key.secret(), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("secret secret");
        assertThat(key.toString()).isEqualTo("hikyaku.example (hmac-sha512)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|holds no TSIG key",
                "key \"a\" { algorithm hmac-sha256; };|holds no TSIG key",
                "hmac-md5:a:c2VjcmV0|the algorithm hmac-md5 is too weak or unknown",
                "hmac-sha1:a:c2VjcmV0|the algorithm hmac-sha1 is too weak",
                "hmac-sha256:a..b:c2VjcmV0|cannot be read",
                "hmac-sha256:a:c2V=jcmV0|cannot be read",
                "hmac-sha256:a:=|cannot be read"
            })
    void whatIsNoKeyIsToldWithoutItsSecret(String text, String said) {
        assertThatThrownBy(() -> TsigKey.read(file(text, "rw-------")))
                .isInstanceOf(SecretFile.Unusable.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining("c2VjcmV0");
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw----r--", "rw--w----", "rw-rw----", "rw-----w-"})
    void aKeyThatOthersCanUseIsRefused(String mode) {
        assertThatThrownBy(() -> TsigKey.read(file("hmac-sha256:a:" + SECRET, mode)))
                .isInstanceOf(SecretFile.Unusable.class)
                .hasMessageContaining("can be used by others")
                .extracting(e -> ((SecretFile.Unusable) e).remedy())
                .asString()
                .startsWith("run: chmod 600 ");
    }

    @Test
    void aGroupMayRead() throws Exception {
        assertThat(TsigKey.read(file("hmac-sha256:a:" + SECRET, "rw-r-----")).name())
                .isEqualTo(DomainName.of("a"));
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThatThrownBy(() -> TsigKey.read(folder.resolve("none")))
                .isInstanceOf(SecretFile.Unusable.class)
                .hasMessageContaining("there is no file");
    }
}
