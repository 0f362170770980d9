package org.hikyaku.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import org.hikyaku.wire.TagList;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a signature field one by one (RFC 6376 section 3.5), each checked when it is asked
 * for. Public for {@code arc}, whose fields have the same tags (RFC 8617 section 4.1).
 */
public final class SignatureTags {

    /** h= of real mail names up to 60 fields; each costs a look at the header. */
    public static final int MAX_SIGNED_FIELDS = 1000;

    /** RFC 6376 section 3.5: t= and x= have up to 12 digits. */
    private static final int MAX_TIME_DIGITS = 12;

    /** RFC 6376 section 3.5: l= has up to 76 digits; a body has never more octets than 18 tell. */
    private static final int MAX_LENGTH_DIGITS = 76;

    private static final int LONG_DIGITS = 18;

    private static final int USUAL_FIELDS = 24;

    private static final int SHA256_OCTETS = 32;
    private static final int SHA1_OCTETS = 20;

    private final TagList tags;

    /**
     * Splits the value of a field.
     *
     * @throws DkimSignature.Malformed where it is no tag list
     */
    public SignatureTags(String value) throws DkimSignature.Malformed {
        try {
            tags = TagList.parse(value);
        } catch (TagList.Malformed e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static DkimSignature.Malformed malformed(String reason) {
        return new DkimSignature.Malformed(reason, false);
    }

    private static DkimSignature.Malformed unsupported(String reason) {
        return new DkimSignature.Malformed(reason, true);
    }

    /** d=, where it can be read. */
    public Optional<DomainName> domain() {
        return Optional.ofNullable(tags.get("d"))
                .flatMap(DomainName::parse)
                .filter(SignatureTags::isPlain);
    }

    /** s=, where it can be read. */
    public Optional<String> selector() {
        return Optional.ofNullable(tags.get("s"))
                .flatMap(DomainName::parse)
                .filter(SignatureTags::isPlain)
                .map(DomainName::ascii);
    }

    /**
     * RFC 6376 section 3.5: d= and s= are made of letters, digits and hyphens (and, in practice,
     * underscores). DNS would allow {@code good.example(.evil.example}, which others misread.
     */
    private static boolean isPlain(DomainName name) {
        String text = name.ascii();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alnum = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!alnum && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return !name.isRoot();
    }

    /** a=, as written, or null. */
    public @Nullable String algorithm() {
        return tags.get("a");
    }

    /** The value of any tag, or null. */
    public @Nullable String tag(String name) {
        return tags.get(name);
    }

    @Nullable String signatureText() {
        String b = tags.get("b");
        return b == null ? null : StrictBase64.compact(b).orElse(null);
    }

    DkimSignature signature() throws DkimSignature.Malformed {
        if (!need("v").equals("1")) {
            throw unsupported("version v=" + shown(need("v")) + " is not supported");
        }
        String algorithm = need("a").toLowerCase(Locale.ROOT);
        String signature = base64("b");
        String bodyHash = base64("bh");
        requireHashLength(algorithm, StrictBase64.decode(bodyHash).length);
        Forms forms = forms();
        DomainName domain = needDomain();
        String selector = needSelector();
        List<String> fields = signedFields();
        requireDns();
        String agent = agent(domain);
        DomainName agentDomain = agentDomain(agent, domain);
        Instant signedAt = time("t");
        Instant expiresAt = time("x");
        if (signedAt != null && expiresAt != null && !expiresAt.isAfter(signedAt)) {
            throw malformed("x= is not later than t="); // RFC 6376 section 3.5
        }
        return new DkimSignature(
                algorithm,
                signature,
                bodyHash,
                forms.header(),
                forms.body(),
                domain,
                selector,
                fields,
                agent,
                agentDomain,
                bodyOctets(),
                signedAt,
                expiresAt,
                tags.get("z"));
    }

    private static void requireHashLength(String algorithm, int octets)
            throws DkimSignature.Malformed {
        boolean wrong =
                (algorithm.endsWith("-sha256") && octets != SHA256_OCTETS)
                        || (algorithm.endsWith("-sha1") && octets != SHA1_OCTETS);
        if (wrong) {
            throw malformed(
                    "bh= has " + octets + " octets, which is no hash of a=" + shown(algorithm));
        }
    }

    private static DomainName agentDomain(String agent, DomainName domain)
            throws DkimSignature.Malformed {
        DomainName agentDomain =
                DomainName.parse(agent.substring(agent.lastIndexOf('@') + 1))
                        .orElseThrow(() -> malformed("i= does not end in a domain name"));
        if (!agentDomain.isWithin(domain)) {
            throw malformed("i= is not within d=: " + agentDomain + " and " + domain);
        }
        return agentDomain;
    }

    /** d=, which has to be there. */
    public DomainName needDomain() throws DkimSignature.Malformed {
        need("d");
        return domain().orElseThrow(() -> malformed("d= is not a domain name"));
    }

    /** s=, which has to be there, in lower case. */
    public String needSelector() throws DkimSignature.Malformed {
        need("s");
        return selector().orElseThrow(() -> malformed("s= is not a selector"));
    }

    /** The value of a tag that has to be there. */
    public String need(String tag) throws DkimSignature.Malformed {
        String value = tags.get(tag);
        if (value == null) {
            throw malformed("tag " + tag + "= is missing");
        }
        return value;
    }

    /** The value of a tag that has to be there and to be base64, without blanks; not empty. */
    public String base64(String tag) throws DkimSignature.Malformed {
        String compact =
                StrictBase64.compact(need(tag))
                        .orElseThrow(() -> malformed(tag + "= is not base64"));
        if (compact.isEmpty()) {
            throw malformed(tag + "= is empty");
        }
        return compact;
    }

    /** How header and body were canonicalized. */
    public record Forms(Canonicalization header, Canonicalization body) {}

    /** c=; RFC 6376 section 3.5: simple where it is not given, also for the body alone. */
    public Forms forms() throws DkimSignature.Malformed {
        String c = tags.get("c", "simple/simple");
        int slash = c.indexOf('/');
        String header = slash < 0 ? c : c.substring(0, slash);
        String body = slash < 0 ? "simple" : c.substring(slash + 1);
        return new Forms(form(header), form(body));
    }

    private static Canonicalization form(String tag) throws DkimSignature.Malformed {
        return Canonicalization.parse(tag.strip())
                .orElseThrow(
                        () -> unsupported("canonicalization " + shown(tag) + " is not supported"));
    }

    private List<String> signedFields() throws DkimSignature.Malformed {
        String text = need("h").toLowerCase(Locale.ROOT);
        List<String> names = new ArrayList<>(USUAL_FIELDS);
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            String name = text.substring(start, end).strip();
            if (name.isEmpty() || !isFieldName(name)) {
                throw malformed("h= is not a list of field names");
            }
            if (names.size() == MAX_SIGNED_FIELDS) {
                throw malformed("h= names more than " + MAX_SIGNED_FIELDS + " fields");
            }
            names.add(name);
            start = end + 1;
        }
        // RFC 6376 section 5.4: From is always signed.
        if (!names.contains("from")) {
            throw malformed("From is not signed");
        }
        return names;
    }

    private static boolean isFieldName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= 0x20 || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /** RFC 6376 section 3.5: q= lists ways to get the key; DNS TXT is the only one there is. */
    private void requireDns() throws DkimSignature.Malformed {
        String text = tags.get("q", "dns/txt");
        for (String method : text.split(":", -1)) {
            String name = method.strip();
            if (name.equalsIgnoreCase("dns/txt") || name.equalsIgnoreCase("dns")) {
                return;
            }
        }
        throw unsupported("q=" + shown(text) + " offers no way that is known to fetch the key");
    }

    private String agent(DomainName domain) throws DkimSignature.Malformed {
        String text = tags.get("i");
        if (text == null) {
            return "@" + domain;
        }
        String agent = QuotedPrintable.decode(text);
        if (agent.indexOf('@') < 0) {
            throw malformed("i= has no @");
        }
        return agent;
    }

    /** l=, or {@link BodyHash#UNLIMITED}. */
    public long bodyOctets() throws DkimSignature.Malformed {
        String text = tags.get("l");
        if (text == null) {
            return BodyHash.UNLIMITED;
        }
        requireDigits("l", text, MAX_LENGTH_DIGITS);
        String number = text.replaceFirst("^0+(?=.)", "");
        return number.length() > LONG_DIGITS ? BodyHash.UNLIMITED - 1 : Long.parseLong(number);
    }

    /** A tag that is a time, or null where it is not given. */
    public @Nullable Instant time(String tag) throws DkimSignature.Malformed {
        String text = tags.get(tag);
        if (text == null) {
            return null;
        }
        requireDigits(tag, text, MAX_TIME_DIGITS);
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    private static void requireDigits(String tag, String text, int max)
            throws DkimSignature.Malformed {
        boolean digits = !text.isEmpty() && text.length() <= max;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw malformed(tag + "= is not a number of 1 to " + max + " digits");
        }
    }

    private static String shown(String text) {
        return Printable.of(text, 40);
    }
}
