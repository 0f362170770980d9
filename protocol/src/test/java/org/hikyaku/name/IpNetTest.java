package org.hikyaku.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IpNetTest {

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::"})
    void addresses(String text) {
        assertThat(IpNet.address(text)).isPresent();
    }

    @Test
    void aMappedAddressIsOfIpv4() {
        assertThat(IpNet.address("::ffff:192.0.2.1")).isEqualTo(IpNet.address("192.0.2.1"));
    }

    /** Nothing is looked up, and nothing completed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "192",
                "192.0",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.1.",
                "192.0.02.1",
                "3221225985",
                "0x7f.0.0.1",
                "localhost",
                "2001:db8::g",
                "192.0.2.1/32"
            })
    void whatIsNone(String text) {
        assertThat(IpNet.address(text)).isEmpty();
    }
}
