package org.hikyaku.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hikyaku.dmarc.DmarcRecord.Alignment;
import org.hikyaku.dmarc.DmarcRecord.Psd;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DmarcParserTest {

    @Test
    void readsEveryTag() throws DmarcParser.Malformed {
        DmarcRecord record =
                DmarcParser.parse(
                        "v=DMARC1 ; p=Reject; sp = quarantine; np=none; adkim=s; aspf=R; psd=n; t=y;"
                                + " pct=25; fo=1:d:s; rua=mailto:a@example.com!10m , mailto:b@example.net;"
                                + " ruf=mailto:c@example.com; rf=afrf;");
        assertThat(record.p()).isEqualTo(Policy.REJECT);
        assertThat(record.sp()).isEqualTo(Policy.QUARANTINE);
        assertThat(record.np()).isEqualTo(Policy.NONE);
        assertThat(record.adkim()).isEqualTo(Alignment.STRICT);
        assertThat(record.aspf()).isEqualTo(Alignment.RELAXED);
        assertThat(record.psd()).isEqualTo(Psd.NO);
        assertThat(record.testing()).isTrue();
        assertThat(record.percent()).isEqualTo(25);
        assertThat(record.failureOptions()).isEqualTo("1ds");
        assertThat(record.rua()).containsExactly("mailto:a@example.com", "mailto:b@example.net");
        assertThat(record.ruf()).containsExactly("mailto:c@example.com");
        assertThat(record.ignored()).containsExactly("unknown tag 'rf'");
        assertThat(record.wrongPolicy()).isFalse();
    }

    @Test
    void defaultsAreThoseOfTheStandard() throws DmarcParser.Malformed {
        DmarcRecord record = DmarcParser.parse("v=DMARC1; p=none");
        assertThat(record.subdomainPolicy()).isEqualTo(Policy.NONE);
        assertThat(record.nonexistentPolicy()).isEqualTo(Policy.NONE);
        assertThat(record.adkim()).isEqualTo(Alignment.RELAXED);
        assertThat(record.aspf()).isEqualTo(Alignment.RELAXED);
        assertThat(record.psd()).isEqualTo(Psd.UNKNOWN);
        assertThat(record.testing()).isFalse();
        assertThat(record.percent()).isEqualTo(100);
        assertThat(record.failureOptions()).isEqualTo("0");
        assertThat(record.rua()).isEmpty();
        assertThat(record.ignored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "=",
                "v",
                "v=",
                "v=DMARC1x",
                "v=dmarc1; p=none",
                "p=none; v=DMARC1",
                " v=DMARC1; p=none",
                "DMARC1; p=none",
                "v=DMARC2; p=none",
                "v=spf1 -all"
            })
    void whatDoesNotBeginWithTheVersionIsNoRecord(String text) {
        assertThat(DmarcParser.isRecord(text)).isFalse();
        assertThatThrownBy(() -> DmarcParser.parse(text)).isInstanceOf(DmarcParser.Malformed.class);
    }

    @Test
    void aFaultCostsItsTagOnly() throws DmarcParser.Malformed {
        DmarcRecord record =
                DmarcParser.parse(
                        "v=DMARC1;; p=reject; p=none; adkim=x; aspf; psd=maybe; t=1; pct=101; fo=9;"
                                + " rua=nobody, mailto:a@example.com");
        assertThat(record.p()).isEqualTo(Policy.REJECT);
        assertThat(record.rua()).containsExactly("mailto:a@example.com");
        assertThat(record.percent()).isEqualTo(100);
        assertThat(record.ignored()).hasSize(9);
    }

    @Test
    void aWrongPolicyMakesAllOfThemNone() throws DmarcParser.Malformed {
        DmarcRecord withReports =
                DmarcParser.parse("v=DMARC1; p=reject; sp=rejct; rua=mailto:a@b.example");
        assertThat(withReports.applies()).isTrue();
        assertThat(withReports.domainPolicy()).isEqualTo(Policy.NONE);
        assertThat(withReports.subdomainPolicy()).isEqualTo(Policy.NONE);
        assertThat(withReports.nonexistentPolicy()).isEqualTo(Policy.NONE);
        assertThat(DmarcParser.parse("v=DMARC1; p=reject; np=x").applies()).isFalse();
    }

    @Test
    void theLengthIsBounded() {
        assertThatThrownBy(() -> DmarcParser.parse("v=DMARC1; p=none;" + " x=y;".repeat(2000)))
                .isInstanceOf(DmarcParser.Malformed.class);
    }
}
