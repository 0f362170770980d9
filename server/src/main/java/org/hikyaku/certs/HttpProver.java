package org.hikyaku.certs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers over HTTP itself (RFC 8555 section 8.3); listens only while there is something to answer.
 */
public final class HttpProver implements Prover {

    static final String PATH = "/.well-known/acme-challenge/";

    private final InetSocketAddress address;
    private final ReentrantLock lock = new ReentrantLock();
    // Both by whoever holds the lock.
    private final Map<String, String> answers = new HashMap<>();
    private @Nullable HttpServer server;

    /** At {@code address}, which authorities reach as port 80. */
    public HttpProver(InetSocketAddress address) {
        this.address = address;
    }

    @Override
    public ProofKind kind() {
        return ProofKind.HTTP_01;
    }

    @Override
    public Proof prove(CaSession.Authorization authorization, CaSession.Challenge challenge)
            throws CaException {
        lock.lock();
        try {
            if (server == null) {
                server = start();
            }
            answers.put(challenge.token(), challenge.keyAuthorization());
            return () -> remove(challenge.token());
        } catch (IOException e) {
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    "port "
                            + address.getPort()
                            + " cannot be listened on for http-01: "
                            + e.getMessage()
                            + "; where a web server has it, set certificates.webroot to its folder",
                    null,
                    e);
        } finally {
            lock.unlock();
        }
    }

    private HttpServer start() throws IOException {
        HttpServer made = HttpServer.create(address, 0);
        made.createContext("/", this::answer);
        made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        made.start();
        return made;
    }

    private void remove(String token) {
        lock.lock();
        try {
            answers.remove(token);
            if (answers.isEmpty() && server != null) {
                server.stop(0);
                server = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String find(String path) {
        lock.lock();
        try {
            return path.startsWith(PATH) ? answers.get(path.substring(PATH.length())) : null;
        } finally {
            lock.unlock();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String found = find(exchange.getRequestURI().getPath());
            byte[] body =
                    (found == null ? "not found\n" : found).getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
