package org.hikyaku.auth;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;

/**
 * Where the keys of a message's signatures stand, read just well enough to ask for them early. What
 * is misread costs a question or the wait; the verifiers read for themselves.
 */
final class KeyNames {

    /** Keys that are asked for early; real messages have up to 4 signatures. */
    private static final int MAX_NAMES = 8;

    private KeyNames() {}

    /** The names of the key records, each once (RFC 6376 section 3.6.2.1). */
    static Set<DomainName> of(HeaderBlock header) {
        Set<DomainName> names = LinkedHashSet.newLinkedHashSet(MAX_NAMES);
        for (HeaderField field : header.fields()) {
            if (isSignature(field)) {
                add(field.raw(), field.valueStart(), names);
            }
            if (names.size() == MAX_NAMES) {
                break;
            }
        }
        return names;
    }

    private static boolean isSignature(HeaderField field) {
        return field.is("dkim-signature")
                || field.is("arc-seal")
                || field.is("arc-message-signature");
    }

    private static void add(byte[] raw, int start, Set<DomainName> names) {
        String domain = "";
        String selector = "";
        for (int at = start; at < raw.length; ) {
            int end = at;
            while (end < raw.length && raw[end] != ';') {
                end++;
            }
            int tag = skipBlanks(raw, at, end);
            if (tag + 1 < end && raw[tag + 1] == '=') {
                domain = raw[tag] == 'd' ? value(raw, tag + 2, end) : domain;
                selector = raw[tag] == 's' ? value(raw, tag + 2, end) : selector;
            }
            at = end + 1;
        }
        if (!domain.isEmpty() && !selector.isEmpty()) {
            DomainName.parse(selector + "._domainkey." + domain).ifPresent(names::add);
        }
    }

    private static int skipBlanks(byte[] raw, int from, int end) {
        int at = from;
        while (at < end && raw[at] <= ' ') {
            at++;
        }
        return at;
    }

    private static String value(byte[] raw, int from, int end) {
        int length = Math.min(end - from, DomainName.MAX_OCTETS + 40);
        return new String(raw, from, length, StandardCharsets.UTF_8).strip();
    }
}
