package org.hikyaku.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hikyaku.dmarc.DmarcRecord.Alignment;
import org.hikyaku.dmarc.DmarcRecord.Psd;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Reads policy records (RFC 9989 section 4.8). Only the version can make a text no record at all;
 * every other fault costs just the tag that it stands in.
 */
public final class DmarcParser {

    /** The longest record that is looked at, in octets: no published one comes near. */
    public static final int MAX_RECORD_OCTETS = 8192;

    /** Addresses beyond these would only make a receiver send more (RFC 9989 section 11.6). */
    public static final int MAX_URIS = 20;

    private static final int MAX_NOTES = 20;

    private final Set<String> seen = new HashSet<>();
    private final List<String> ignored = new ArrayList<>();
    private @Nullable Policy p;
    private @Nullable Policy sp;
    private @Nullable Policy np;
    private boolean wrongPolicy;
    private Alignment adkim = Alignment.RELAXED;
    private Alignment aspf = Alignment.RELAXED;
    private Psd psd = Psd.UNKNOWN;
    private boolean testing;
    private int percent = 100;
    private List<String> rua = List.of();
    private List<String> ruf = List.of();
    private String failureOptions = "0";

    private DmarcParser() {}

    /** A text that is no DMARC record; the message says why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** Whether the first tag is {@code v=DMARC1}, in this case (RFC 9989 section 4.7, v). */
    public static boolean isRecord(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || !text.substring(0, equals).strip().equalsIgnoreCase("v")) {
            return false;
        }
        int semicolon = text.indexOf(';');
        int end = semicolon < 0 ? text.length() : semicolon;
        return text.charAt(0) != ' '
                && equals < end
                && text.substring(equals + 1, end).strip().equals("DMARC1");
    }

    /**
     * Reads a record.
     *
     * @throws Malformed where it does not begin with the version or is too long
     */
    public static DmarcRecord parse(String text) throws Malformed {
        if (text.length() > MAX_RECORD_OCTETS) {
            throw new Malformed("it is longer than " + MAX_RECORD_OCTETS + " octets");
        }
        if (!isRecord(text)) {
            throw new Malformed("it does not begin with 'v=DMARC1'");
        }
        DmarcParser parser = new DmarcParser();
        int at = text.indexOf(';');
        while (at >= 0 && at + 1 < text.length()) {
            int next = text.indexOf(';', at + 1);
            int end = next < 0 ? text.length() : next;
            parser.part(text.substring(at + 1, end).strip(), next < 0);
            at = next;
        }
        return parser.record(text);
    }

    private DmarcRecord record(String text) {
        return new DmarcRecord(
                text,
                p,
                sp,
                np,
                wrongPolicy,
                adkim,
                aspf,
                psd,
                testing,
                percent,
                rua,
                ruf,
                failureOptions,
                ignored);
    }

    private void part(String part, boolean last) {
        if (part.isEmpty()) {
            if (!last) {
                ignore("an empty tag");
            }
            return;
        }
        int equals = part.indexOf('=');
        if (equals < 0) {
            ignore("'" + part + "' has no '='");
            return;
        }
        String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value = part.substring(equals + 1).strip();
        if (seen.size() > DmarcParser.MAX_RECORD_OCTETS || !seen.add(name)) {
            ignore("'" + name + "' stands twice, the first one counts");
            return;
        }
        tag(name, value);
    }

    private void tag(String name, String value) {
        switch (name) {
            case "p" -> p = policy(name, value);
            case "sp" -> sp = policy(name, value);
            case "np" -> np = policy(name, value);
            case "adkim" -> adkim = alignment(name, value);
            case "aspf" -> aspf = alignment(name, value);
            case "psd" -> psd = psd(value);
            case "t" -> testing = testing(value);
            case "pct" -> percent = percent(value);
            case "rua" -> rua = uris(name, value);
            case "ruf" -> ruf = uris(name, value);
            case "fo" -> failureOptions = failureOptions(value);
            // RFC 9989 section 4.7: unknown tags are ignored; rf and ri are such now.
            default -> ignore("unknown tag '" + name + "'");
        }
    }

    private void ignore(String what) {
        if (ignored.size() < MAX_NOTES) {
            ignored.add(Printable.of(what, 200));
        }
    }

    private void wrong(String name, String value, String allowed) {
        ignore("'" + name + "=" + value + "' is not one of " + allowed);
    }

    private @Nullable Policy policy(String name, String value) {
        for (Policy policy : Policy.values()) {
            if (policy.text().equalsIgnoreCase(value)) {
                return policy;
            }
        }
        wrongPolicy = true;
        wrong(name, value, "none, quarantine, reject");
        return null;
    }

    private Alignment alignment(String name, String value) {
        if (value.equalsIgnoreCase("s")) {
            return Alignment.STRICT;
        }
        if (!value.equalsIgnoreCase("r")) {
            wrong(name, value, "r, s");
        }
        return Alignment.RELAXED;
    }

    private Psd psd(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "y" -> Psd.YES;
            case "n" -> Psd.NO;
            case "u" -> Psd.UNKNOWN;
            default -> {
                wrong("psd", value, "y, n, u");
                yield Psd.UNKNOWN;
            }
        };
    }

    private boolean testing(String value) {
        if (!value.equalsIgnoreCase("y") && !value.equalsIgnoreCase("n")) {
            wrong("t", value, "y, n");
        }
        return value.equalsIgnoreCase("y");
    }

    private int percent(String value) {
        boolean digits = !value.isEmpty() && value.length() <= 3;
        for (int i = 0; i < value.length(); i++) {
            digits &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        // RFC 7489 section 6.3: 0 to 100.
        if (!digits || Integer.parseInt(value) > 100) {
            wrong("pct", value, "0 to 100");
            return 100;
        }
        return Integer.parseInt(value);
    }

    private String failureOptions(String value) {
        StringBuilder out = new StringBuilder();
        for (String option : value.split(":", 8)) {
            String letter = option.strip().toLowerCase(Locale.ROOT);
            if (letter.length() != 1 || "01ds".indexOf(letter.charAt(0)) < 0) {
                wrong("fo", value, "0, 1, d, s");
            } else if (out.indexOf(letter) < 0) {
                out.append(letter);
            }
        }
        return out.isEmpty() ? "0" : out.toString();
    }

    private List<String> uris(String name, String value) {
        List<String> uris = new ArrayList<>();
        int at = 0;
        while (at <= value.length()) {
            int comma = value.indexOf(',', at);
            int end = comma < 0 ? value.length() : comma;
            String uri = withoutSize(value.substring(at, end).strip());
            if (uris.size() == MAX_URIS) {
                ignore("more than " + MAX_URIS + " addresses in '" + name + "'");
                break;
            }
            if (isUri(uri)) {
                uris.add(uri);
            } else {
                ignore("'" + uri + "' in '" + name + "' is not a URI");
            }
            at = end + 1;
        }
        return uris;
    }

    /** RFC 9989 section 4.8: obs-dmarc-report-size is ignored. */
    private static String withoutSize(String uri) {
        int mark = uri.lastIndexOf('!');
        if (mark < 0) {
            return uri;
        }
        int at = mark + 1;
        while (at < uri.length() && uri.charAt(at) >= '0' && uri.charAt(at) <= '9') {
            at++;
        }
        boolean unit = at + 1 == uri.length() && "kmgtKMGT".indexOf(uri.charAt(at)) >= 0;
        boolean size = at > mark + 1 && (at == uri.length() || unit);
        return size ? uri.substring(0, mark) : uri;
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute() && text.indexOf('!') < 0;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
