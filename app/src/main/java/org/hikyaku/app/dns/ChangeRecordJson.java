package org.hikyaku.app.dns;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.lookup.RecordText;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records of changes as JSON, for this program and for a person who has to look. */
final class ChangeRecordJson {

    private static final int VERSION = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ChangeRecordJson() {}

    /** Text that is no such record; the message says why. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    static String write(ChangeRecord record) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION);
        root.put("domain", record.domain().ascii());
        root.put("zone", record.zone().ascii());
        root.put("at", record.at().toString());
        root.put("state", record.state().name().toLowerCase(Locale.ROOT));
        changes(root.putArray("changes"), record.changes());
        changes(root.putArray("left"), record.left());
        return MAPPER.writeValueAsString(root);
    }

    private static void changes(ArrayNode list, List<RecordChange> changes) {
        for (RecordChange change : changes) {
            ObjectNode node = list.addObject();
            switch (change) {
                case RecordChange.Add(var record) -> put(node, "after", record);
                case RecordChange.Remove(var record) -> put(node, "before", record);
                case RecordChange.Replace(var before, var after) -> {
                    put(node, "before", before);
                    put(node, "after", after);
                }
            }
        }
    }

    private static void put(ObjectNode change, String key, OwnedRecord record) {
        ObjectNode node = change.putObject(key);
        node.put("name", record.name().ascii());
        node.put("type", record.data().type().name());
        Duration ttl = record.ttl();
        if (ttl != null) {
            node.put("ttl", ttl.toSeconds());
        }
        node.put("data", record.data().text());
    }

    static ChangeRecord read(String text) throws Unreadable {
        try {
            JsonNode root = MAPPER.readTree(text);
            if (!root.isObject() || root.path("version").asInt(0) != VERSION) {
                throw new Unreadable("it is not of version " + VERSION);
            }
            return new ChangeRecord(
                    DomainName.of(string(root, "domain")),
                    DomainName.of(string(root, "zone")),
                    Instant.parse(string(root, "at")),
                    ChangeRecord.State.valueOf(string(root, "state").toUpperCase(Locale.ROOT)),
                    changes(root.path("changes")),
                    changes(root.path("left")));
        } catch (JacksonException _) {
            throw new Unreadable("it is not JSON");
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static List<RecordChange> changes(JsonNode list) throws Unreadable {
        List<RecordChange> changes = new ArrayList<>();
        for (JsonNode node : list) {
            OwnedRecord before = record(node.get("before"));
            OwnedRecord after = record(node.get("after"));
            if (before != null && after != null) {
                changes.add(new RecordChange.Replace(before, after));
            } else if (after != null) {
                changes.add(new RecordChange.Add(after));
            } else if (before != null) {
                changes.add(new RecordChange.Remove(before));
            } else {
                throw new Unreadable("a change has neither before nor after");
            }
        }
        return changes;
    }

    private static @Nullable OwnedRecord record(@Nullable JsonNode node) throws Unreadable {
        if (node == null) {
            return null;
        }
        RecordType type = RecordType.valueOf(string(node, "type"));
        String text = string(node, "data");
        DnsRecord data =
                RecordText.parse(type, text)
                        .orElseThrow(() -> new Unreadable(type + " data cannot be read"));
        JsonNode ttl = node.get("ttl");
        return new OwnedRecord(
                DomainName.of(string(node, "name")),
                data,
                ttl == null ? null : Duration.ofSeconds(ttl.asLong(0)));
    }

    private static String string(JsonNode node, String key) throws Unreadable {
        JsonNode value = node.get(key);
        if (value == null || !value.isString()) {
            throw new Unreadable(key + " is missing");
        }
        return value.stringValue();
    }
}
