package org.hikyaku.zones;

import java.time.Duration;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordType;
import org.hikyaku.lookup.RecordText;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes as JSON: what an external command reads, and what is kept of changes that are followed.
 */
public final class ChangeJson {

    /** Raised with every change that an old command would misread. */
    static final int VERSION = 1;

    private ChangeJson() {}

    /** What an external command reads; described in docs/publishers.md. */
    static byte[] command(DomainName zone, List<RecordChange> changes) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("version", VERSION);
        root.put("zone", zone.ascii());
        ArrayNode list = root.putArray("changes");
        for (int i = 0; i < changes.size(); i++) {
            ObjectNode node = list.addObject();
            node.put("id", i);
            write(node, changes.get(i));
        }
        return mapper.writeValueAsBytes(root);
    }

    /** Writes a change into {@code node}. */
    public static void write(ObjectNode node, RecordChange change) {
        switch (change) {
            case RecordChange.Add(var record) -> one(node, "add", null, record);
            case RecordChange.Remove(var record) -> one(node, "remove", record, null);
            case RecordChange.Replace(var before, var after) -> one(node, "replace", before, after);
        }
    }

    /** Reads what {@link #write} wrote; {@link IllegalArgumentException} for what is none. */
    public static RecordChange read(JsonNode node) {
        return switch (node.path("action").asString("")) {
            case "add" -> new RecordChange.Add(record(node.path("after")));
            case "remove" -> new RecordChange.Remove(record(node.path("before")));
            case "replace" ->
                    new RecordChange.Replace(
                            record(node.path("before")), record(node.path("after")));
            default -> throw new IllegalArgumentException("an action is unknown");
        };
    }

    private static RecordChange.OwnedRecord record(JsonNode node) {
        RecordType type = RecordType.valueOf(node.path("type").asString(""));
        DnsRecord data =
                RecordText.parse(type, node.path("data").asString(""))
                        .orElseThrow(() -> new IllegalArgumentException("a record cannot be read"));
        return new RecordChange.OwnedRecord(
                DomainName.of(node.path("name").asString("")),
                data,
                node.path("ttl").isIntegralNumber()
                        ? Duration.ofSeconds(node.path("ttl").longValue())
                        : null);
    }

    private static void one(
            ObjectNode node,
            String action,
            RecordChange.@Nullable OwnedRecord before,
            RecordChange.@Nullable OwnedRecord after) {
        node.put("action", action);
        if (before != null) {
            record(node.putObject("before"), before);
        }
        if (after != null) {
            record(node.putObject("after"), after);
        }
    }

    private static void record(ObjectNode node, RecordChange.OwnedRecord record) {
        node.put("name", record.name().ascii());
        node.put("type", record.data().type().name());
        if (record.ttl() != null) {
            node.put("ttl", record.ttl().toSeconds());
        }
        node.put("data", record.data().text());
        if (record.data() instanceof DnsRecord.Txt(String value)) {
            node.put("value", value);
        }
    }
}
