package org.hikyaku.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** /metrics and /health. */
final class OpsServerTest {

    private final Metrics metrics = new Metrics();
    private final Map<String, Supplier<String>> checks = new LinkedHashMap<>();

    private HttpResponse<String> ask(String method, String path)
            throws IOException, InterruptedException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (OpsServer server = OpsServer.start(any, metrics, checks);
                HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void allIsWell() throws IOException, InterruptedException {
        checks.put("store", () -> "");
        HttpResponse<String> answer = ask("GET", "/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"checks\":{\"store\":\"ok\"}}\n");
    }

    @Test
    void oneCheckFailsAndAnotherThrows() throws IOException, InterruptedException {
        checks.put("store", () -> "disk \"/\" is\nfull");
        checks.put(
                "dns",
                () -> {
                    throw new IllegalStateException("no resolver");
                });
        checks.put("listeners", () -> "");
        HttpResponse<String> answer = ask("GET", "/health");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"failing\",\"checks\":{\"store\":\"disk \\\"/\\\" is full\","
                                + "\"dns\":\"no resolver\",\"listeners\":\"ok\"}}\n");
    }

    @Test
    void numbersForPrometheus() throws IOException, InterruptedException {
        metrics.gauge("hikyaku.queue.recipients", "recipients that wait", () -> 7);
        metrics.emit(
                new Event.MessageOut(
                        "1",
                        "a@x.example",
                        List.of("b@y.example", "c@y.example"),
                        "y.example",
                        "mx.y.example",
                        "none",
                        "delivered",
                        "250",
                        1,
                        Duration.ofMillis(5)));
        metrics.emit(new Event.Login("smtp", "1", "::1", "a", "PLAIN", false, "wrong"));
        metrics.emit(new Event.Bug("here", new IllegalStateException()));
        HttpResponse<String> answer = ask("GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("hikyaku_messages_out_total{outcome=\"delivered\"} 2.0")
                .contains("hikyaku_message_out_time_seconds_count 1")
                .contains("hikyaku_logins_total{success=\"false\"} 1.0")
                .contains("hikyaku_problems_total{kind=\"bug\"} 1.0")
                .contains("hikyaku_queue_recipients 7.0");
    }

    @Test
    void nothingElse() throws IOException, InterruptedException {
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/healthy").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/health").statusCode()).isEqualTo(405);
        HttpResponse<String> head = ask("HEAD", "/health");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void eventsGoToAllLogs() {
        Metrics second = new Metrics();
        EventLogs.all(metrics, second).emit(new Event.Trouble("here", "what", null));
        assertThat(metrics.text()).contains("kind=\"trouble\"");
        assertThat(second.text()).contains("kind=\"trouble\"");
    }
}
