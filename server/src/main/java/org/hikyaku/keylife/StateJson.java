package org.hikyaku.keylife;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** States as members of a JSON object. */
final class StateJson {

    private StateJson() {}

    /** The state's word in files and for programs. */
    static String word(KeyState state) {
        return switch (state) {
            case KeyState.Generated _ -> "generated";
            case KeyState.Published _ -> "published";
            case KeyState.Usable _ -> "usable";
            case KeyState.Signing _ -> "signing";
            case KeyState.Retired _ -> "retired";
            case KeyState.Removed _ -> "removed";
        };
    }

    static void write(ObjectNode node, KeyState state) {
        node.put("state", word(state));
        node.put("since", state.since().toString());
        switch (state) {
            case KeyState.Generated(_, var remembered) ->
                    node.put("remembered", remembered.toSeconds());
            case KeyState.Published(_, var remembered, var everywhere) -> {
                node.put("remembered", remembered.toSeconds());
                if (everywhere != null) {
                    node.put("everywhere", everywhere.toString());
                }
            }
            case KeyState.Usable(_, var approved) -> node.put("approved", approved);
            case KeyState.Retired(_, var removable) -> node.put("removable", removable.toString());
            case KeyState.Signing _, KeyState.Removed _ -> {
                // Nothing more to write.
            }
        }
    }

    /** {@link IllegalArgumentException} for what is none. */
    static KeyState read(JsonNode node) {
        Instant since = required(node, "since");
        Duration remembered = Duration.ofSeconds(node.path("remembered").asLong(0));
        return switch (node.path("state").asString("")) {
            case "generated" -> new KeyState.Generated(since, remembered);
            case "published" ->
                    new KeyState.Published(since, remembered, instant(node, "everywhere"));
            case "usable" -> new KeyState.Usable(since, node.path("approved").asBoolean(false));
            case "signing" -> new KeyState.Signing(since);
            case "retired" -> new KeyState.Retired(since, required(node, "removable"));
            case "removed" -> new KeyState.Removed(since);
            default -> throw new IllegalArgumentException("a state is unknown");
        };
    }

    private static Instant required(JsonNode node, String name) {
        Instant instant = instant(node, name);
        if (instant == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return instant;
    }

    private static @Nullable Instant instant(JsonNode node, String name) {
        if (!node.path(name).isString()) {
            return null;
        }
        try {
            return Instant.parse(node.path(name).stringValue());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no time", e);
        }
    }
}
