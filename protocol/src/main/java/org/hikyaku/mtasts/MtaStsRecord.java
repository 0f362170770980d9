package org.hikyaku.mtasts;

import org.hikyaku.wire.Printable;
import org.hikyaku.wire.TagList;

/**
 * The record at {@code _mta-sts} (RFC 8461 section 3.1): {@code v=STSv1; id=20261124;}.
 *
 * @param id 1 to 32 letters and digits; another one means that the policy has changed
 */
public record MtaStsRecord(String id) {

    /** RFC 8461 section 3.1: what a record begins with; others are no STS records. */
    public static final String VERSION = "v=STSv1";

    private static final int MAX_ID_CHARS = 32;

    /** Real ones have 30; more is no record of this kind. */
    private static final int MAX_CHARS = 1024;

    /** A record that does not follow the grammar; the message says why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** Whether {@code text} claims to be one (RFC 8461 section 3.1: others are left aside). */
    public static boolean isRecord(String text) {
        return TagList.isVersion(text, VERSION);
    }

    /**
     * Reads a record.
     *
     * @throws Malformed where it is none
     */
    public static MtaStsRecord parse(String text) throws Malformed {
        if (!isRecord(text) || text.length() > MAX_CHARS) {
            throw new Malformed("it does not begin with " + VERSION);
        }
        String id = null;
        String[] fields = text.split(";", -1);
        for (int i = 1; i < fields.length; i++) {
            String field = fields[i].strip();
            if (field.isEmpty() && i == fields.length - 1) {
                break;
            }
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new Malformed("'" + Printable.of(field, 40) + "' is no field");
            }
            if (field.substring(0, equals).strip().equals("id") && id == null) {
                id = field.substring(equals + 1).strip();
            }
        }
        if (id == null) {
            throw new Malformed("id= is missing");
        }
        if (!isId(id)) {
            throw new Malformed(
                    "id=" + Printable.of(id, 40) + " is not 1 to 32 letters and digits");
        }
        return new MtaStsRecord(id);
    }

    private static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_ID_CHARS
                && id.chars()
                        .allMatch(
                                c ->
                                        (c >= 'a' && c <= 'z')
                                                || (c >= 'A' && c <= 'Z')
                                                || (c >= '0' && c <= '9'));
    }

    /** The record as text; {@link #parse} reads it back. */
    public String text() {
        return VERSION + "; id=" + id + ";";
    }
}
