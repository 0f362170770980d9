package org.hikyaku.zones;

import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes as the JSON that an external command reads; described in docs/publishers.md. */
final class ChangeJson {

    /** Raised with every change that an old command would misread. */
    static final int VERSION = 1;

    private final JsonMapper mapper = new JsonMapper();

    byte[] write(DomainName zone, List<RecordChange> changes) {
        ObjectNode root = mapper.createObjectNode();
        root.put("version", VERSION);
        root.put("zone", zone.ascii());
        ArrayNode list = root.putArray("changes");
        for (int i = 0; i < changes.size(); i++) {
            ObjectNode node = list.addObject();
            node.put("id", i);
            switch (changes.get(i)) {
                case RecordChange.Add(var record) -> one(node, "add", null, record);
                case RecordChange.Remove(var record) -> one(node, "remove", record, null);
                case RecordChange.Replace(var before, var after) ->
                        one(node, "replace", before, after);
            }
        }
        return mapper.writeValueAsBytes(root);
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
