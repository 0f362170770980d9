package org.hikyaku.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any text is a name or is not; what is one is the same again when it is written out. */
final class NamesFuzzTest {

    @FuzzTest
    void domainNames(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        DomainName.parse(text)
                .ifPresent(
                        name -> {
                            assertThat(DomainName.of(name.toString())).isEqualTo(name);
                            assertThat(name.ascii())
                                    .hasSizeLessThanOrEqualTo(DomainName.MAX_OCTETS);
                            assertThat(name.labels()).hasSize(name.labelCount());
                            assertThat(name.isWithin(name.parent())).isTrue();
                            assertThat(name.lastLabels(name.labelCount())).isEqualTo(name);
                            assertThat(name.unicode()).isNotNull();
                        });
    }

    @FuzzTest
    void mailAddresses(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        MailAddress.parse(text)
                .ifPresent(
                        address -> {
                            assertThat(MailAddress.of(address.toString())).isEqualTo(address);
                            assertThat(address.folded().folded()).isEqualTo(address.folded());
                        });
    }

    @FuzzTest
    void networks(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Optional<IpNet> net = Optional.empty();
        try {
            net = Optional.of(IpNet.of(text));
        } catch (IllegalNameException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
        net.ifPresent(
                n -> {
                    assertThat(IpNet.of(n.toString())).isEqualTo(n);
                    assertThat(n.contains(n.address())).isTrue();
                    assertThat(IpNet.reverseName(n.address()).labelCount()).isIn(6, 34);
                });
    }
}
