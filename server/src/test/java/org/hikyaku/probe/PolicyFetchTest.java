package org.hikyaku.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.findings.PolicyFetched;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Web servers of all sorts. */
final class PolicyFetchTest {

    private static final DomainName DOMAIN = DomainName.of("example.com");

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.setExecutor(Thread::startVirtualThread);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private PolicyFetched fetch(Duration time) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/p");
        return new PolicyFetch(TestTls.client(), time, _ -> uri).fetch(DOMAIN);
    }

    private void answer(int status, String type, byte[] body) {
        server.createContext(
                "/p",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", type);
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    @Test
    void aPage() {
        answer(200, "text/plain; charset=utf-8", "version: STSv1".getBytes(StandardCharsets.UTF_8));
        assertThat(fetch(Duration.ofSeconds(20)))
                .isEqualTo(new PolicyFetched.Page(200, "text/plain", "version: STSv1"));
    }

    @Test
    void aRedirectIsNotFollowed() {
        answer(302, "text/html", new byte[] {'x'});
        assertThat(fetch(Duration.ofSeconds(20)))
                .isEqualTo(new PolicyFetched.Page(302, "text/html", "x"));
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() {
        answer(200, "text/plain", new byte[MtaStsPolicy.MAX_OCTETS + 1]);
        assertThat(fetch(Duration.ofSeconds(20)))
                .isInstanceOfSatisfying(
                        PolicyFetched.Failed.class,
                        failed -> assertThat(failed.detail()).contains("larger than"));
    }

    @Test
    void aBodyThatNeverEndsIsLeftAtTheDeadline() {
        server.createContext(
                "/p",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('v');
                    exchange.getResponseBody().flush();
                    try {
                        end.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        assertThat(fetch(Duration.ofMillis(300))).isInstanceOf(PolicyFetched.Failed.class);
    }

    @Test
    void aHostThatDoesNotExistFails() {
        assertThat(
                        new PolicyFetch(TestTls.client(), Duration.ofSeconds(20))
                                .fetch(DomainName.of("nothing.invalid")))
                .isInstanceOf(PolicyFetched.Failed.class);
        assertThat(
                        new PolicyFetch(TestTls.client(), Duration.ofSeconds(20))
                                .fetch(DomainName.of("a/b_c.invalid")))
                .isInstanceOf(PolicyFetched.Failed.class);
    }
}
