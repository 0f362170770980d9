package org.hikyaku.zone;

import java.util.Locale;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/** Adds an address for reports to a DMARC record (RFC 9989 section 4.7). */
public final class DmarcMerge {

    private DmarcMerge() {}

    /**
     * The record with aggregate reports to {@code reports} as well; without {@code existing} a new
     * one that only watches.
     */
    public static String merge(@Nullable String existing, MailAddress reports) {
        String uri = "mailto:" + reports;
        if (existing == null) {
            return "v=DMARC1; p=none; rua=" + uri;
        }
        if (existing.toLowerCase(Locale.ROOT).contains(uri.toLowerCase(Locale.ROOT))) {
            return existing;
        }
        StringBuilder out = new StringBuilder();
        boolean added = false;
        for (String tag : existing.split(";")) {
            if (tag.isBlank()) {
                continue;
            }
            String text = tag.strip();
            if (text.toLowerCase(Locale.ROOT).matches("rua\\s*=.*")) {
                text = text + "," + uri;
                added = true;
            }
            out.append(out.isEmpty() ? "" : "; ").append(text);
        }
        return added ? out.toString() : out.append("; rua=").append(uri).toString();
    }
}
