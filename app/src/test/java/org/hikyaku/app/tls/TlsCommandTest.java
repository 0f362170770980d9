package org.hikyaku.app.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hikyaku.app.Ran;
import org.hikyaku.app.console.Texts;
import org.hikyaku.tlspolicy.TlsRequirement.Because;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What hikyaku tls says where it cannot ask, and that it has words for all it can find. */
final class TlsCommandTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a..b|127.0.0.1#1|25|is no domain",
                "example.com|nobody|25|give an address such as",
                "example.com|127.0.0.1#0|25|give an address such as",
                "example.com|127.0.0.1#1|0|from 1 to 65535",
                "example.com|127.0.0.1#1|25|no host that takes mail",
            })
    void oneLineForWhatIsWrong(String domain, String dns, String port, String words) {
        for (String command : new String[] {"explain", "test"}) {
            Ran ran =
                    Ran.of(
                            "tls",
                            command,
                            domain,
                            "--dns",
                            dns,
                            "--port",
                            port,
                            "--lang=en",
                            "--dir=" + folder);
            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.err()).contains(words);
            assertThat(ran.err().lines()).hasSize(1);
        }
    }

    private static void expectWords(String key) {
        for (String language : new String[] {"en", "ja"}) {
            Texts texts = Texts.of(DomainCommand.class, "TlsMessages", Texts.locale(language));
            assertThat(texts.text(key, "mx.to.example")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultHasASentence(Fault fault) {
        expectWords("fault." + fault);
    }

    @ParameterizedTest
    @EnumSource(Because.class)
    void everyReasonHasASentence(Because because) {
        expectWords("because." + because);
    }

    @Test
    void itIsExplained() {
        assertThat(Ran.of("tls", "explain", "--help").out())
                .contains("Example: hikyaku tls explain example.com");
        assertThat(Ran.of("tls", "test", "--help").out())
                .contains("Example: hikyaku tls test example.com");
    }
}
