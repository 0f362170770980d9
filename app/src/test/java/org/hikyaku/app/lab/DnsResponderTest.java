package org.hikyaku.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DnsResponderTest {

    private static final String LONG = "v=DKIM1; p=" + "A1b2".repeat(600);
    private static final DomainName HOST = DomainName.of("mail.sender.example");

    private DnsResponder responder;
    private DnsResolver resolver;

    @BeforeEach
    void start() throws Exception {
        responder =
                DnsResponder.start(
                        FakeResolver.builder()
                                .line("mail.sender.example A 127.0.0.1")
                                .line("long.sender.example TXT " + LONG)
                                .build());
        resolver =
                new DnsResolver(
                        List.of(DnsResolver.Server.of(responder.address())), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() throws Exception {
        responder.close();
    }

    @Test
    void answersFromItsZones() {
        assertThat(resolver.query(HOST, RecordType.A).records(DnsRecord.A.class))
                .extracting(DnsRecord.A::text)
                .containsExactly("127.0.0.1");
    }

    @Test
    void whatIsNotThereIsTold() {
        assertThat(resolver.query(HOST, RecordType.MX)).isInstanceOf(Answer.NoRecord.class);
        assertThat(resolver.query(DomainName.of("x.sender.example"), RecordType.A))
                .isInstanceOfSatisfying(
                        Answer.NoRecord.class, none -> assertThat(none.nameExists()).isFalse());
    }

    @Test
    void whatIsTooLongForADatagramComesOverTcp() {
        assertThat(
                        resolver.query(DomainName.of("long.sender.example"), RecordType.TXT)
                                .records(DnsRecord.Txt.class))
                .extracting(DnsRecord.Txt::value)
                .containsExactly(LONG);
    }

    @Test
    void rubbishDoesNotEndIt() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        int port = responder.address().getPort();
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int length : new int[] {0, 1, 12, 13, 40, 4096}) {
                socket.send(new DatagramPacket(new byte[length], length, loopback, port));
            }
        }
        try (Socket socket = new Socket(loopback, port)) {
            socket.getOutputStream().write(new byte[] {0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            assertThat(socket.getInputStream().readNBytes(14)).hasSize(14);
        }
        assertThat(resolver.query(HOST, RecordType.A)).isInstanceOf(Answer.Found.class);
    }
}
