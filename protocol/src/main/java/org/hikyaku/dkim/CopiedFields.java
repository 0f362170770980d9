package org.hikyaku.dkim;

import java.util.Locale;
import org.hikyaku.message.HeaderField;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The copies of fields that a signer may have left in z= (RFC 6376 section 3.5): they prove
 * nothing, but tell which field was changed.
 */
final class CopiedFields {

    /** Copies that are compared. */
    private static final int MAX_COPIES = 100;

    private CopiedFields() {}

    static String reason(DkimSignature s, FieldPicker picker) {
        String copies = s.copiedFields();
        String changed = copies == null ? null : firstChanged(s, copies, picker);
        return changed == null
                ? "the signature does not match: a signed field was changed, or the key is another"
                : "the signature does not match: "
                        + Printable.of(changed, 40)
                        + " was changed after signing";
    }

    private static @Nullable String firstChanged(
            DkimSignature s, String copies, FieldPicker picker) {
        for (String copy : copies.split("\\|", MAX_COPIES)) {
            int colon = copy.indexOf(':');
            String name = colon < 0 ? "" : copy.substring(0, colon).strip();
            String lower = name.toLowerCase(Locale.ROOT);
            // With several fields of one name a copy cannot be told to be of this one or that.
            if (s.signedFields().contains(lower) && picker.count(lower) <= 1) {
                String value = QuotedPrintable.decode(copy.substring(colon + 1));
                if (picker.pick(java.util.List.of(lower)).stream()
                        .noneMatch(field -> same(field, value))) {
                    return name;
                }
            }
        }
        return null;
    }

    private static boolean same(HeaderField field, String copied) {
        return bare(field.value()).equals(bare(copied));
    }

    /** White space is not compared: encoding a copy has dropped some. */
    private static String bare(String value) {
        return value.replaceAll("\\s+", "");
    }
}
