package org.hikyaku.certs;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A {@link CertState} as JSON. */
final class StateText {

    private static final int VERSION = 1;

    private StateText() {}

    static String of(CertState state) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode node = mapper.createObjectNode();
        node.put("version", VERSION);
        node.put("authority", state.authority());
        node.put("order", text(state.order()));
        node.put("tried", state.tried());
        node.put("failures", state.failures());
        node.put("notBefore", text(state.notBefore()));
        node.put("problem", state.problem());
        node.put("issuedBy", state.issuedBy());
        CaSession.Window window = state.window();
        if (window != null) {
            ObjectNode inner = node.putObject("window");
            inner.put("start", window.start().toString());
            inner.put("end", window.end().toString());
            inner.put("askAgain", text(window.askAgain()));
        }
        node.put("hooksLeft", state.hooksLeft());
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** {@link IllegalArgumentException} for what is no such text. */
    static CertState parse(String text) {
        try {
            return read(new JsonMapper().readTree(text));
        } catch (JacksonException | DateTimeException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static CertState read(JsonNode node) {
        if (node.path("version").asInt(0) != VERSION) {
            throw new IllegalArgumentException("it is not of version " + VERSION);
        }
        String order = node.path("order").asString("");
        JsonNode window = node.path("window");
        return new CertState(
                node.path("authority").asString(""),
                order.isEmpty() ? null : URI.create(order),
                node.path("tried").asBoolean(false),
                Math.max(0, node.path("failures").asInt(0)),
                time(node.path("notBefore")),
                node.path("problem").asString(""),
                node.path("issuedBy").asString(""),
                window.isObject() ? window(window) : null,
                node.path("hooksLeft").asBoolean(false));
    }

    private static CaSession.Window window(JsonNode node) {
        Instant start = time(node.path("start"));
        Instant end = time(node.path("end"));
        if (start == null || end == null) {
            throw new IllegalArgumentException("a window without an end");
        }
        return new CaSession.Window(start, end, time(node.path("askAgain")));
    }

    private static @Nullable Instant time(JsonNode node) {
        String text = node.asString("");
        return text.isEmpty() ? null : Instant.parse(text);
    }
}
