package org.hikyaku.opendkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.OptionFile.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostListTest {

    private final MemoryFiles files = new MemoryFiles();

    private HostList list(String spec) {
        Entry entry = new Entry("InternalHosts", spec, new Place("/c", 3));
        Dataset rows =
                new DatasetReader(files, files.notes())
                        .read(DatasetReader.Wanted.names(entry))
                        .orElseThrow();
        HostList list = new HostList(rows);
        list.check(entry, true, files.notes());
        return list;
    }

    @ParameterizedTest
    @CsvSource({
        "host.example, 203.0.113.1, true",
        "HOST.Example, 203.0.113.1, true",
        "a.dom.example, 203.0.113.1, true",
        "a.b.dom.example, 203.0.113.1, true",
        "dom.example, 203.0.113.1, false",
        "bad.dom.example, 203.0.113.1, false",
        "bad.dom.example, 10.1.1.1, true",
        "x, 192.0.2.7, true",
        "x, 192.0.2.66, false",
        "x, 192.168.0.5, false",
        "x, 2001:db8:1::5, true",
        "x, 2001:db8:2::5, true",
        "x, 2001:db8:3::5, false",
        "x, 127.0.0.1, false",
        "x, ::1, false",
        "x, 198.51.100.9, true"
    })
    void asOpendkim(String name, String address, boolean expected) {
        files.with(
                "/h",
                """
                Host.Example
                .dom.Example
                !Bad.dom.example
                10.0.0.0/8
                192.0.2.0/24
                !192.0.2.66
                192.168.0.1/24
                2001:DB8:1::/48
                [2001:db8:2::]/48
                [198.51.100.9]
                """);
        assertThat(list("/h").find(name, IpNet.address(address)).isPresent()).isEqualTo(expected);
    }

    /** OpenDKIM asks for "!host" first: a star at the beginning takes the exclamation mark too. */
    @ParameterizedTest
    @CsvSource({
        "a.dom.example, 203.0.113.1, false",
        "x, 10.1.3.4, true",
        "x, 10.1.2.4, false",
        "x, 192.0.2.7, true",
        "x, ::1, false"
    })
    void patterns(String name, String address, boolean expected) {
        files.with("/h", "*.dom.example\n!10.1.2.*\n10.1.*\n192.0.2.(7|9)\n[::1]\n");
        assertThat(list("refile:/h").find(name, IpNet.address(address)).isPresent())
                .isEqualTo(expected);
        assertThat(files.said()).contains("NEVER_MATCHES /h:1 *.dom.example|file: .dom.example");
    }

    @Test
    void whereUsersStumble() {
        files.with(
                "/h",
                "192.168.0.1/24\n*.example.com\n192.0.2/24\n2001:DB8::1\n0.0.0.0/0\n10.1.2.3/33\n2001:db8:0::/48\n");
        list("file:/h");
        assertThat(files.said())
                .containsExactly(
                        "HOST_BITS /h:1 192.168.0.1/24|192.168.0.0/24",
                        "PATTERN_IN_FLAT_FILE /h:2 *.example.com|InternalHosts|/h",
                        "NEVER_MATCHES /h:3 192.0.2/24|192.0.2.0/24",
                        "EVERYBODY /h:5 0.0.0.0/0|InternalHosts",
                        "NEVER_MATCHES /h:6 10.1.2.3/33|192.0.2.0/24",
                        "NEVER_MATCHES /h:7 2001:db8:0::/48|2001:db8::/48",
                        "LOOPBACK_REPLACED /c:3 InternalHosts|::1");
    }

    @Test
    void defaults() {
        assertThat(HostList.LOOPBACK.find("", IpNet.address("::1"))).isPresent();
        assertThat(HostList.LOOPBACK.find("localhost", IpNet.address("127.0.0.2"))).isEmpty();
        assertThat(HostList.NOBODY.find("localhost", Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "::102:304, ::1.2.3.4",
        "64:ff9b::102:304, 64:ff9b::102:304",
        "0:0:1:0:0:0:0:1, 0:0:1::1"
    })
    void addressesAsInetNtopWritesThem(String address, String text) {
        assertThat(AddressText.of(IpNet.address(address).orElseThrow())).isEqualTo(text);
    }
}
