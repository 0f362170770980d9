package org.hikyaku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.deliver.DeliverySettings.Place;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.submission.Senders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings say of the programs beside this one. */
final class NeighbourReaderTest {

    private static Settings.Neighbours read(String text) throws SettingsException {
        return SettingsReader.parse(
                        Path.of("/data/hikyaku.toml"), "hostname = \"mail.example.com\"\n" + text)
                .neighbours();
    }

    @Test
    void whatIsLeftOut() throws SettingsException {
        assertThat(read("")).isEqualTo(Settings.Neighbours.NONE);
    }

    @Test
    void allOfIt() throws SettingsException {
        Settings.Neighbours all =
                read(
                        """
                        [deliver]
                        lmtp = "unix:/run/dovecot/lmtp"
                        recipients = "list"
                        junk-header = "none"
                        [deliver."own.example"]
                        lmtp = "none"
                        [submission]
                        dovecot = "127.0.0.1:12345"
                        dovecot-domain = "example.com"
                        dovecot-senders = "domain"
                        [watch]
                        log = "/var/log/mail.log"
                        """);
        DeliverySettings delivery = all.delivery();
        assertThat(delivery.lmtp(DomainName.of("example.com")))
                .contains(new StreamAddress("unix:/run/dovecot/lmtp"));
        assertThat(delivery.of(DomainName.of("own.example"))).isEqualTo(new Place.Own());
        assertThat(delivery.known()).isEqualTo(DeliverySettings.Known.LIST);
        assertThat(delivery.junkField()).isEmpty();
        assertThat(all.logins())
                .isEqualTo(
                        new Settings.Dovecot(
                                new StreamAddress("127.0.0.1:12345"),
                                DomainName.of("example.com"),
                                Senders.Width.DOMAIN));
        assertThat(all.watch()).isEqualTo(new Settings.Watch.File(Path.of("/var/log/mail.log")));
        assertThat(read("[watch]\nlog = \"journal\"\n").watch())
                .isEqualTo(new Settings.Watch.Journal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[deliver]~lmtp = \"dovecot\"|deliver.lmtp",
                "[deliver]~lmtp = \"unix:run/lmtp\"|deliver.lmtp",
                "[deliver]~recipients = \"all\"|deliver.recipients",
                "[deliver]~junk-header = \"X-Spam\"|deliver.junk-header",
                "[deliver.\"a b\"]~lmtp = \"none\"|must be a domain in quotes",
                "[submission]~dovecot = \"x\"|submission.dovecot",
                "[submission]~dovecot-senders = \"both\"|submission.dovecot-senders",
                "[watch]~log = \"\"|watch.log",
            })
    void whatIsWrong(String text, String words) {
        assertThatThrownBy(() -> read(text.replace('~', '\n')))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(words);
    }
}
