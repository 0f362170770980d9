package org.hikyaku.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;

/**
 * Picks the fields that h= names: of several with one name the lowest first, and nothing where none
 * is left (RFC 6376 section 5.4.2). Immutable once made.
 */
public final class FieldPicker {

    private final Map<String, List<HeaderField>> byName = new HashMap<>();

    /** From the whole header. */
    public FieldPicker(HeaderBlock header) {
        for (HeaderField field : header.fields()) {
            if (field.isWellFormed()) {
                byName.computeIfAbsent(field.lowerName(), _ -> new ArrayList<>()).add(field);
            }
        }
    }

    /** How many fields have that name, in lower case. */
    public int count(String lowerName) {
        List<HeaderField> fields = byName.get(lowerName);
        return fields == null ? 0 : fields.size();
    }

    /** The fields for the names of h=, in the order in which they are signed. */
    public List<HeaderField> pick(List<String> lowerNames) {
        Map<String, Integer> used = new HashMap<>();
        List<HeaderField> picked = new ArrayList<>(lowerNames.size());
        for (String name : lowerNames) {
            List<HeaderField> fields = byName.get(name);
            int left = fields == null ? 0 : fields.size() - used.getOrDefault(name, 0);
            if (fields != null && left > 0) {
                picked.add(fields.get(left - 1));
                used.merge(name, 1, Integer::sum);
            }
        }
        return picked;
    }
}
