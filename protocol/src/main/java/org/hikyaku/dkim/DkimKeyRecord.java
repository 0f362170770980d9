package org.hikyaku.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.wire.Printable;
import org.hikyaku.wire.TagList;

/**
 * A published key (RFC 6376 section 3.6.1, RFC 8463 section 4).
 *
 * @param keyType k=, in lower case
 * @param hashes h=, in lower case; empty where any hash is allowed
 * @param services s=, in lower case
 * @param flags t=, in lower case
 * @param notes n= as written, meant for people; empty where there are none
 * @param key p=, base64 without blanks; empty where the key is revoked
 */
public record DkimKeyRecord(
        String keyType,
        List<String> hashes,
        List<String> services,
        List<String> flags,
        String notes,
        String key) {

    /** A key of 8192 bits needs 1,500; RFC 6376 section 3.6.2.2 names no limit. */
    public static final int MAX_CHARS = 8 * 1024;

    /** Copies the lists. */
    public DkimKeyRecord {
        hashes = List.copyOf(hashes);
        services = List.copyOf(services);
        flags = List.copyOf(flags);
    }

    /** A record that is no key record; the message says why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** A record for a key of that type and nothing else. */
    public static DkimKeyRecord of(String keyType, String key) {
        return new DkimKeyRecord(keyType, List.of(), List.of("*"), List.of(), "", key);
    }

    /**
     * Reads a record.
     *
     * @param text the character strings of the TXT record, joined
     * @throws Malformed where it does not follow the grammar
     */
    public static DkimKeyRecord parse(String text) throws Malformed {
        if (text.length() > MAX_CHARS) {
            throw new Malformed("it is longer than " + MAX_CHARS + " characters");
        }
        TagList tags;
        try {
            tags = TagList.parse(text);
        } catch (TagList.Malformed e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
        requireVersion(tags);
        String p = tags.get("p");
        if (p == null) {
            throw new Malformed("tag p= is missing");
        }
        return new DkimKeyRecord(
                tags.get("k", "rsa").toLowerCase(Locale.ROOT),
                words(tags.get("h", "")),
                words(tags.get("s", "*")),
                words(tags.get("t", "")),
                tags.get("n", ""),
                StrictBase64.compact(p).orElseThrow(() -> new Malformed("p= is not base64")));
    }

    /** RFC 6376 section 3.6.1: v= may be left out, but where it stands it stands first. */
    private static void requireVersion(TagList tags) throws Malformed {
        String version = tags.get("v");
        if (version == null) {
            return;
        }
        if (!tags.startsWith("v")) {
            throw new Malformed("v= is not the first tag");
        }
        if (!version.equals("DKIM1")) {
            throw new Malformed("version v=" + Printable.of(version, 40) + " is not DKIM1");
        }
    }

    private static List<String> words(String list) {
        List<String> words = new ArrayList<>();
        for (String word : list.split(":", -1)) {
            String trimmed = word.strip().toLowerCase(Locale.ROOT);
            if (!trimmed.isEmpty()) {
                words.add(trimmed);
            }
        }
        return words;
    }

    /** Whether the owner has taken the key back: p= is empty. */
    public boolean isRevoked() {
        return key.isEmpty();
    }

    /** Why no signature can be checked with the key; empty where one can. */
    public Optional<String> unusable() {
        try {
            DkimPublicKey.of(this, DkimLimits.STANDARD.minRsaBits());
            return Optional.empty();
        } catch (DkimPublicKey.Unusable e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the domain is only trying DKIM out (t=y). */
    public boolean isTesting() {
        return flags.contains("y");
    }

    /** Whether i= must have exactly the domain of d= (t=s). */
    public boolean isStrict() {
        return flags.contains("s");
    }

    /** Whether signatures with {@code hash} may be checked with it. */
    public boolean allowsHash(String hash) {
        return hashes.isEmpty() || hashes.contains(hash);
    }

    /** Whether it is meant for {@code service}, such as {@code email}. */
    public boolean allowsService(String service) {
        return services.contains("*") || services.contains(service);
    }

    /** The record as text, defaults left out; {@link #parse} reads it back. */
    public String text() {
        StringBuilder out = new StringBuilder("v=DKIM1; k=").append(keyType);
        if (!hashes.isEmpty()) {
            out.append("; h=").append(String.join(":", hashes));
        }
        if (!services.equals(List.of("*"))) {
            out.append("; s=").append(String.join(":", services));
        }
        if (!flags.isEmpty()) {
            out.append("; t=").append(String.join(":", flags));
        }
        if (!notes.isEmpty()) {
            out.append("; n=").append(notes);
        }
        return out.append("; p=").append(key).toString();
    }
}
