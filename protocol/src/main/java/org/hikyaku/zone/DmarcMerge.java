package org.hikyaku.zone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/** Adds an address for reports to a DMARC record (RFC 9989 section 4.7). */
public final class DmarcMerge {

    private static final String TAG = "rua";

    private DmarcMerge() {}

    /**
     * The record with aggregate reports to {@code reports} as well; without {@code existing} a new
     * one that only watches. Nothing of {@code existing} is dropped: neither its policy nor the
     * addresses of others.
     *
     * @param existing the record that is published, or null for none
     */
    public static String merge(@Nullable String existing, MailAddress reports) {
        String uri = uri(reports);
        if (existing == null) {
            return "v=DMARC1; p=none; rua=" + uri;
        }
        List<String> tags =
                new ArrayList<>(
                        Arrays.stream(existing.split(";"))
                                .map(String::strip)
                                .filter(tag -> !tag.isEmpty())
                                .toList());
        int at = 0;
        while (at < tags.size() && !isReports(tags.get(at))) {
            at++;
        }
        if (at == tags.size()) {
            tags.add(TAG + "=" + uri);
        } else if (names(tags.get(at), uri)) {
            return existing;
        } else {
            String tag = tags.get(at);
            boolean empty = tag.indexOf('=') == tag.length() - 1;
            tags.set(at, tag + (empty ? "" : ",") + uri);
        }
        return String.join("; ", tags);
    }

    /** Whether it is the tag that counts: the first of its name (RFC 9989 section 4.8). */
    private static boolean isReports(String tag) {
        int equals = tag.indexOf('=');
        return equals >= 0 && tag.substring(0, equals).strip().equalsIgnoreCase(TAG);
    }

    private static boolean names(String tag, String uri) {
        return Arrays.stream(tag.substring(tag.indexOf('=') + 1).split(","))
                .map(DmarcMerge::withoutSize)
                .anyMatch(uri::equalsIgnoreCase);
    }

    /** RFC 9989 section 4.8: a size after an exclamation mark is old and means nothing. */
    private static String withoutSize(String uri) {
        int mark = uri.indexOf('!');
        return (mark < 0 ? uri : uri.substring(0, mark)).strip();
    }

    /** RFC 6068 section 2, and RFC 9989 section 4.7: comma and exclamation mark are encoded. */
    private static String uri(MailAddress address) {
        StringBuilder out = new StringBuilder("mailto:");
        for (byte octet : address.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~@+*'".indexOf(c) >= 0;
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }
}
