package org.hikyaku.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.ByHand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProversTest {

    private static final String ACCOUNT = "https://ca.example/acct/1";

    @TempDir Path folder;

    private static CaSession.Authorization authorization(String name) {
        return new CaSession.Authorization(
                CertName.parse(name).orElseThrow(), CaSession.Status.PENDING, List.of());
    }

    private static CaSession.Challenge challenge(String token, List<String> issuers) {
        return new CaSession.Challenge(
                URI.create("https://ca.example/chall/1"),
                "any",
                CaSession.Status.PENDING,
                token,
                token + ".thumb",
                issuers,
                ACCOUNT,
                "");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> asked(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void answersOverHttpOnlyWhileThereIsAProof() throws Exception {
        int port = freePort();
        HttpProver prover = new HttpProver(new InetSocketAddress("127.0.0.1", port));
        try (Prover.Proof _ = prover.prove(authorization("a.example"), challenge("t1", List.of()));
                Prover.Proof _ =
                        prover.prove(authorization("b.example"), challenge("t2", List.of()))) {
            assertThat(asked(port, HttpProver.PATH + "t1").body()).isEqualTo("t1.thumb");
            assertThat(asked(port, HttpProver.PATH + "t2").body()).isEqualTo("t2.thumb");
            assertThat(asked(port, HttpProver.PATH + "t3").statusCode()).isEqualTo(404);
            assertThat(asked(port, "/t1").statusCode()).isEqualTo(404);
        }
        assertThatThrownBy(() -> asked(port, "/")).isInstanceOf(ConnectException.class);
    }

    @Test
    void aPortThatIsTakenIsTold() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            HttpProver prover = new HttpProver(new InetSocketAddress(taken.getLocalPort()));
            assertThatThrownBy(
                            () ->
                                    prover.prove(
                                            authorization("a.example"), challenge("t", List.of())))
                    .isInstanceOf(CaException.class)
                    .hasMessageContaining("cannot be listened on for http-01");
        }
    }

    @Test
    void aTokenThatLeadsOutOfTheFolderIsRefused() throws Exception {
        Path root = Files.createDirectory(folder.resolve("www"));
        WebrootProver prover = new WebrootProver(root, Map.of());
        for (String token : List.of("../../x", "a/b", "", "a\0b")) {
            assertThatThrownBy(
                            () ->
                                    prover.prove(
                                            authorization("a.example"),
                                            challenge(token, List.of())))
                    .isInstanceOf(CaException.class);
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void eachNameHasItsWebroot() throws Exception {
        Path usual = Files.createDirectory(folder.resolve("usual"));
        Path other = Files.createDirectory(folder.resolve("other"));
        WebrootProver prover = new WebrootProver(usual, Map.of("b.example", other));
        try (Prover.Proof _ = prover.prove(authorization("b.example"), challenge("t", List.of()))) {
            assertThat(other.resolve(".well-known/acme-challenge/t")).hasContent("t.thumb");
            assertThat(usual).isEmptyDirectory();
        }
        assertThat(other.resolve(".well-known/acme-challenge/t")).doesNotExist();
    }

    private static ZoneRecords records(String txt) {
        Resolver resolver =
                (name, type) -> {
                    if (type == RecordType.TXT && !txt.isEmpty()) {
                        return new Answer.Found(List.of(new DnsRecord.Txt(txt)), false, 60);
                    }
                    boolean apex = name.ascii().equals("a.example");
                    return type == RecordType.SOA && apex
                            ? new Answer.Found(List.of(soa()), false, 60)
                            : new Answer.NoRecord(true, false, 60);
                };
        ServerQueries nobody =
                (_, _, _) ->
                        new ServerQueries.Said(
                                new Answer.Failed(Answer.Failure.TIMEOUT, "nobody"), false);
        return new ZoneRecords(
                new ByHand(ByHand.Style.ZONE, Duration.ofHours(1)),
                new ZoneObserver(nobody, resolver, ZoneObserver.Primaries.OF_THE_ZONE),
                resolver,
                InstantSource.system(),
                _ -> {});
    }

    private static DnsRecord.Soa soa() {
        return new DnsRecord.Soa(
                DomainName.of("ns1.a.example"),
                DomainName.of("hostmaster.a.example"),
                1,
                new DnsRecord.Soa.Timers(3600, 600, 86400, 60));
    }

    @Test
    void aRecordThatStaysIsPublishedOnceOnly() throws Exception {
        PersistProver prover = new PersistProver(records("ca.example; accounturi=" + ACCOUNT));
        try (Prover.Proof proof =
                prover.prove(authorization("a.example"), challenge("", List.of("ca.example")))) {
            assertThat(proof).isNotNull();
        }
    }

    @Test
    void byHandSaysWhatToPublish() {
        PersistProver prover = new PersistProver(records(""));
        assertThatThrownBy(
                        () ->
                                prover.prove(
                                        authorization("a.example"),
                                        challenge("", List.of("ca.example"))))
                .isInstanceOf(CaException.class)
                .hasMessageContaining(
                        "_validation-persist.a.example. TXT \"ca.example; accounturi=" + ACCOUNT);
    }

    @Test
    void aChallengeWithoutIssuerIsRefused() {
        PersistProver prover = new PersistProver(records(""));
        for (List<String> issuers : List.of(List.<String>of(), List.of("x\"; y"))) {
            assertThatThrownBy(
                            () -> prover.prove(authorization("a.example"), challenge("", issuers)))
                    .isInstanceOf(CaException.class)
                    .hasMessageContaining("no issuer");
        }
    }

    @Test
    void addressesHaveNoRecord() {
        DnsProver prover = new DnsProver(records(""));
        assertThatThrownBy(
                        () -> prover.prove(authorization("192.0.2.1"), challenge("t", List.of())))
                .isInstanceOf(CaException.class)
                .hasMessageContaining("an address cannot be proven");
    }
}
