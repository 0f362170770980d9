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
        server.createContext("/", exchange -> route(exchange, metrics, checks));
        server.start();
        return new OpsServer(server);
    }

    private static void route(
            HttpExchange exchange, Metrics metrics, Map<String, Supplier<String>> checks)
            throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            answer(exchange, 405, "text/plain", "only GET\n");
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.text());
            case "/health" -> health(exchange, checks);
            default -> answer(exchange, 404, "text/plain", "see /metrics and /health\n");
        }
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
                    .append(escaped(e.getKey()))
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < 0x20 ? ' ' : c);
        }
        return out.toString();
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
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
