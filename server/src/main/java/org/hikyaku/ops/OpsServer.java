package org.hikyaku.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code /metrics} and {@code /health} over HTTP, on loopback unless the settings say
 * otherwise.
 */
public final class OpsServer implements AutoCloseable {

    private final HttpServer server;

    private OpsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param checks by name; each tells what is wrong, or the empty text
     * @throws IOException where the address cannot be had
     */
    public static OpsServer start(
            InetSocketAddress address, Metrics metrics, Map<String, Supplier<String>> checks)
            throws IOException {
        HttpServer server = HttpServer.create(address, 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/metrics",
                exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.text()));
        server.createContext("/health", exchange -> health(exchange, checks));
        server.start();
        return new OpsServer(server);
    }

    private static void health(HttpExchange exchange, Map<String, Supplier<String>> checks)
            throws IOException {
        Map<String, String> results = new LinkedHashMap<>();
        checks.forEach((name, check) -> results.put(name, result(check)));
        boolean well = results.values().stream().allMatch(String::isEmpty);
        StringBuilder json =
                new StringBuilder("{\"status\":\"")
                        .append(well ? "ok" : "failing")
                        .append("\",\"checks\":{");
        String comma = "";
        for (Map.Entry<String, String> e : results.entrySet()) {
            json.append(comma)
                    .append('"')
                    .append(e.getKey())
                    .append("\":\"")
                    .append(e.getValue().isEmpty() ? "ok" : escaped(e.getValue()))
                    .append('"');
            comma = ",";
        }
        answer(exchange, well ? 200 : 503, "application/json", json.append("}}\n").toString());
    }

    private static String result(Supplier<String> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(c == '"' || c == '\\' ? "\\" + c : c < 0x20 ? " " : String.valueOf(c));
        }
        return out.toString();
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
