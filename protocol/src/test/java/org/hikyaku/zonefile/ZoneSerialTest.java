package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ZoneSerialTest {

    private static final Instant NOW = Instant.parse("2026-11-24T23:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026091501, DATE, 2026112401",
        "2026112400, DATE, 2026112401",
        "2026112401, DATE, 2026112402",
        "2026112499, DATE, 2026112500",
        "2026112505, DATE, 2026112506", // a day ahead: by one
        "2099123199, DATE, 2099123200",
        "1999010100, DATE, 2026112401",
        "20260915, DAY, 20261124",
        "20261124, DAY, 20261125",
        "1347519085, EPOCH, 1795563000",
        "1795563000, EPOCH, 1795563001",
        "1795563600, EPOCH, 1795563601",
        "1, COUNTER, 2",
        "0, COUNTER, 1",
        "41, COUNTER, 42",
        "2026, COUNTER, 2027",
        "1899999999, COUNTER, 1900000000", // seconds of the future are no seconds
        "2026139901, COUNTER, 2026139902", // no month 13
        "2026023001, COUNTER, 2026023002", // no 30 February
        "2147483647, COUNTER, 2147483648",
        "4294967294, COUNTER, 4294967295",
        "4294967295, COUNTER, 1", // 0 is passed over
    })
    void theNextSerialFollowsTheFilesScheme(long serial, ZoneSerial scheme, long next) {
        assertThat(ZoneSerial.of(serial, NOW)).isEqualTo(scheme);
        assertThat(ZoneSerial.next(serial, NOW, ZoneOffset.UTC)).isEqualTo(next);
        assertThat(ZoneSerial.isHigher(next, serial)).isTrue();
    }

    @Test
    void theDayIsThatOfThePlace() {
        assertThat(ZoneSerial.next(2026091501L, NOW, ZoneId.of("Asia/Tokyo")))
                .isEqualTo(2026112501L);
    }

    /** RFC 1982 section 3.2 and its examples in section 5.2. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, true",
        "0, 1, false",
        "5, 5, false",
        "44, 0, true",
        "100, 44, true",
        "0, 4294967295, true",
        "2147483648, 0, false",
        "2147483647, 0, true",
        "1795563000, 2026091501, false"
    })
    void serialsAreComparedInACircle(long candidate, long old, boolean higher) {
        assertThat(ZoneSerial.isHigher(candidate, old)).isEqualTo(higher);
    }
}
