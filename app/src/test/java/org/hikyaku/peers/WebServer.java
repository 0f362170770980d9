package org.hikyaku.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A web server that is there already: it serves a folder. */
record WebServer(HttpServer server, Path root) implements AutoCloseable {

    WebServer(int port, Path root) {
        this(started(port, root), root);
    }

    private static HttpServer started(int port, Path root) {
        try {
            Files.createDirectories(root);
            HttpServer made = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
            made.createContext("/", exchange -> serve(exchange, root));
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(HttpExchange exchange, Path root) throws IOException {
        try (exchange) {
            Path file = root.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean there = Files.isRegularFile(file);
            byte[] body = there ? Files.readAllBytes(file) : new byte[] {'-'};
            exchange.sendResponseHeaders(there ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
