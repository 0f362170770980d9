package org.hikyaku.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hikyaku.Corpora;
import org.junit.jupiter.api.Test;

/** The OpenSPF suites, whole. */
final class SpfSuiteTest {

    @Test
    void rfc7208SuiteIsRightToTheLastCase() {
        Optional<Path> file = Corpora.find("spf/pyspf/rfc7208-tests.yml");
        if (file.isEmpty()) {
            return;
        }
        List<SpfSuite.Case> cases = SpfSuite.read(file.get());
        assertThat(cases).hasSize(203);
        assertThat(SpfSuite.differences(cases)).isEmpty();
    }

    /**
     * The newest edition of the older suite allows for either RFC where they differ, so that
     * nothing is left to list: RFC 7208 demands no other result in any case of it.
     */
    @Test
    void rfc4408SuiteNeedsNoOtherResult() {
        Optional<Path> file = Corpora.find("spf/pyspf/rfc4408-tests.yml");
        if (file.isEmpty()) {
            return;
        }
        List<SpfSuite.Case> cases = SpfSuite.read(file.get());
        assertThat(cases).hasSize(191);
        assertThat(SpfSuite.differences(cases)).isEmpty();
    }
}
