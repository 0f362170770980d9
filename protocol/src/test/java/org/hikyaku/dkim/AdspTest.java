package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdspTest {

    private static final DomainName AUTHOR = DomainName.of("example.com");

    /** RFC 5617 section 5.4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dkim=unknown | UNKNOWN",
                "dkim=all | FAIL",
                "dkim=discardable | DISCARD",
                "dkim=DISCARDABLE; x=1 | DISCARD",
                "dkim=else | UNKNOWN",
                "dkim = all | FAIL",
                "dkim=all; dkim=all | PERMERROR",
                "v=other | NONE",
                "!TIMEOUT | TEMPERROR",
            })
    void practicesWithoutASignature(String record, Adsp.Code code) {
        FakeResolver zone =
                FakeResolver.of(
                        "_adsp._domainkey.example.com TXT " + record,
                        "example.com MX 1 m.example.com");
        assertThat(Adsp.evaluate(zone, AUTHOR, List.of()).code()).isEqualTo(code);
    }

    private static DkimResult result(DkimResult.Code code, String domain) {
        return new DkimResult(code, DomainName.of(domain), "s", null, null, null, "", false, false);
    }

    @Test
    void onlyAnAuthorDomainSignaturePasses() {
        FakeResolver zone = FakeResolver.of("_adsp._domainkey.example.com TXT dkim=all");
        assertThat(
                        Adsp.evaluate(
                                        zone,
                                        AUTHOR,
                                        List.of(result(DkimResult.Code.PASS, "example.com")))
                                .code())
                .isEqualTo(Adsp.Code.PASS);
        assertThat(
                        Adsp.evaluate(
                                        zone,
                                        AUTHOR,
                                        List.of(
                                                result(DkimResult.Code.FAIL, "example.com"),
                                                result(DkimResult.Code.PASS, "example.net")))
                                .code())
                .isEqualTo(Adsp.Code.FAIL);
    }

    @Test
    void domainsThatAreNotThere() {
        assertThat(Adsp.evaluate(FakeResolver.of(), AUTHOR, List.of()).code())
                .isEqualTo(Adsp.Code.NXDOMAIN);
        FakeResolver silent = FakeResolver.of("example.com MX 10 mx.example.com");
        assertThat(Adsp.evaluate(silent, AUTHOR, List.of()).code()).isEqualTo(Adsp.Code.NONE);
    }
}
