package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our mail at Postfix with OpenDKIM and OpenDMARC, submitted by swaks, routed by BIND. */
@Tag("peer")
final class PostfixReceivesTest {

    private static PeerNetwork network;

    @BeforeAll
    static void start() throws IOException {
        network = PeerNetwork.up();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void overStarttlsItPassesAllThree() {
        assertPassesAll("sent over 587", "--server", "127.0.0.1:587", "-tls");
    }

    @Test
    void overImplicitTlsItPassesAllThree() {
        assertPassesAll("sent over 465", "--server", "127.0.0.1:465", "--tls-on-connect");
    }

    private static void assertPassesAll(String subject, String... how) {
        Commands.Result sent =
                Swaks.login(network.ours(), subject, network.server().password(), how);
        assertThat(sent.output()).contains("235 ").contains("250 2.0.0 Queued as ");
        assertThat(sent.status()).isZero();
        String mail = network.awaitAtPeer(subject);
        String unfolded = Pattern.compile("\n[ \t]+").matcher(mail).replaceAll(" ");
        String results =
                String.join(
                        "\n",
                        unfolded.lines()
                                .takeWhile(l -> !l.isEmpty())
                                .filter(l -> l.startsWith("Authentication-Results: mx.rcpt"))
                                .toList());
        System.out.println(results);
        assertThat(results)
                .contains("spf=pass smtp.mailfrom=sender.example")
                .contains("dmarc=pass (p=none dis=none) header.from=sender.example");
        for (String key :
                List.of(
                        "a=rsa-sha256 header.s=hk[0-9]{6}r",
                        "a=ed25519-sha256 header.s=hk[0-9]{6}e")) {
            assertThat(results)
                    .containsPattern(
                            "dkim=pass [^=]*header.d=sender.example header.i=@sender.example header."
                                    + key);
        }
        assertThat(results).doesNotContain("=fail", "=permerror", "=temperror", "=policy");
        // It came encrypted, and from the host that its name says.
        assertThat(unfolded)
                .contains("Received: from mail.sender.example (mail.sender.example [192.0.2.10])")
                .contains("(using TLSv1.3 ");
        assertThat(unfolded).contains("Message-I", "Date: ").doesNotContain("Bcc:");
    }

    @Test
    void aWrongPasswordSendsNothing() {
        Commands.Result sent =
                Swaks.login(network.ours(), "wrong", "not it", "--server", "127.0.0.1:587", "-tls");
        assertThat(sent.status()).isNotZero();
        assertThat(sent.output()).contains("535 5.7.8");
    }

    @Test
    void withoutTlsThereIsNoLogin() {
        Commands.Result sent =
                Swaks.login(
                        network.ours(),
                        "clear",
                        network.server().password(),
                        "--server",
                        "127.0.0.1:587");
        assertThat(sent.status()).isNotZero();
        assertThat(sent.output()).doesNotContain("250-AUTH", "250 AUTH", "235 ");
    }
}
