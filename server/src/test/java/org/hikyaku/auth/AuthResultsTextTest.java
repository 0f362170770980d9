package org.hikyaku.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResultsParser;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.junit.jupiter.api.Test;

final class AuthResultsTextTest {

    private static final SenderWorld WORLD = new SenderWorld();
    private static final FakeResolver ZONE =
            WORLD.zone().line("25.2.0.192.in-addr.arpa PTR mx.out.example").build();

    private static AuthenticationResults results(MessageAuthenticator.Peer peer, byte[] message) {
        AuthVerdict verdict = SenderWorld.check(SenderWorld.receiver(ZONE), peer, message);
        return AuthResultsText.of("mx.in.example", verdict, ReverseDns.of(peer.client(), ZONE));
    }

    private static AuthenticationResults.Result only(AuthenticationResults all, String method) {
        return all.results().stream()
                .filter(r -> r.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsEveryMethodWithItsProperties() {
        AuthenticationResults all =
                results(
                        SenderWorld.OWN_SERVER,
                        WORLD.signed(SenderWorld.text("a@out.example", 100)));

        assertThat(all.results())
                .extracting(r -> r.method() + "=" + r.value())
                .containsExactly(
                        "spf=pass",
                        "spf=pass",
                        "dkim=pass",
                        "dkim=pass",
                        "dmarc=pass",
                        "iprev=pass");
        assertThat(only(all, "spf").properties())
                .containsExactly(new Property("smtp", "mailfrom", "out.example"));
        assertThat(only(all, "dkim").properties())
                .extracting(Property::name)
                .containsExactly("d", "s", "i", "a", "b");
        assertThat(only(all, "dmarc").properties())
                .containsExactly(new Property("header", "from", "out.example"));
        assertThat(only(all, "iprev").properties())
                .containsExactly(new Property("policy", "iprev", "192.0.2.25"));
    }

    @Test
    void theFieldReadsBackAsItWas() throws Exception {
        AuthenticationResults all =
                results(
                        SenderWorld.STRANGER,
                        SenderWorld.text("a@out.example", 100).getBytes(StandardCharsets.US_ASCII));

        AuthenticationResults read = AuthenticationResultsParser.parse(all.fieldValue());

        assertThat(read.authservId()).isEqualTo("mx.in.example");
        assertThat(read.results())
                .extracting(r -> r.method() + "=" + r.value())
                .containsExactlyElementsOf(
                        all.results().stream().map(r -> r.method() + "=" + r.value()).toList());
        assertThat(only(read, "dmarc").value()).isEqualTo("fail");
        assertThat(only(read, "dkim").value()).isEqualTo("none");
    }

    @Test
    void aHostileSignatureCannotForgeAResult() throws Exception {
        byte[] message =
                ("DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from;\r\n"
                                + " i=\"; dmarc=pass\"@x.example; bh=AAAA; b=AAAA\r\n"
                                + SenderWorld.text("a@out.example", 10))
                        .getBytes(StandardCharsets.US_ASCII);

        AuthenticationResults read =
                AuthenticationResultsParser.parse(
                        results(SenderWorld.STRANGER, message).fieldValue());

        assertThat(read.results())
                .filteredOn(r -> r.method().equals("dmarc"))
                .singleElement()
                .matches(r -> r.value().equals("fail"));
    }

    @Test
    void aLoginIsTold() {
        assertThat(
                        AuthResultsText.ofLogin("mx.in.example", MailAddress.of("b@in.example"))
                                .fieldValue())
                .contains("auth=pass")
                .contains("smtp.auth=");
    }

    @Test
    void anAddressWithoutANameIsAPermanentError() {
        ReverseDns none = ReverseDns.of(IpNet.of("2001:db8::1").address(), ZONE);

        assertThat(none.code().text()).isEqualTo("permerror");
        assertThat(none.client()).isEqualTo(IpNet.of("2001:db8::1").address());
    }
}
