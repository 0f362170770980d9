package org.hikyaku.dkim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.TagList;

/**
 * Author Domain Signing Practices (RFC 5617, Historic): what a domain once said about mail without
 * its signature. To be reported as {@code dkim-adsp=}, never to be acted on.
 */
public final class Adsp {

    private static final String PREFIX = "_adsp._domainkey";

    private Adsp() {}

    /** The results of RFC 5617 section 5.4. */
    public enum Code {
        /** The domain publishes nothing. */
        NONE,
        /** There is a valid author domain signature. */
        PASS,
        /** The domain signs some mail or says nothing. */
        UNKNOWN,
        /** The domain signs all mail, this has no signature. */
        FAIL,
        /** As before, and asks to throw it away. */
        DISCARD,
        /** The domain does not exist. */
        NXDOMAIN,
        TEMPERROR,
        PERMERROR;

        /** The name as Authentication-Results writes it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was found.
     *
     * @param reason for a person; empty where the code says all
     */
    public record Result(Code code, String reason) {}

    /**
     * Evaluates the practices of {@code author}; at most two questions.
     *
     * @param signatures what became of the signatures of the message
     */
    public static Result evaluate(
            Resolver resolver, DomainName author, List<DkimResult> signatures) {
        // RFC 5617 section 2.7: an author domain signature has d= equal to the author's domain.
        if (signatures.stream().anyMatch(s -> s.passed() && author.equals(s.domain()))) {
            return new Result(Code.PASS, "");
        }
        // RFC 5617 section 4.3: first whether the domain exists at all.
        if (resolver.query(author, RecordType.MX) instanceof Answer.NoRecord none
                && !none.nameExists()) {
            return new Result(Code.NXDOMAIN, author + " does not exist");
        }
        Optional<DomainName> name = author.withPrefix(PREFIX);
        if (name.isEmpty()) {
            return new Result(Code.NONE, "");
        }
        return switch (resolver.query(name.get(), RecordType.TXT)) {
            case Answer.Found found -> practices(found.records(DnsRecord.Txt.class));
            case Answer.NoRecord _ -> new Result(Code.NONE, "");
            case Answer.Failed(_, var detail) -> new Result(Code.TEMPERROR, detail);
        };
    }

    /** RFC 5617 section 4.3: with more than one record none counts. */
    private static Result practices(List<DnsRecord.Txt> texts) {
        List<String> records =
                texts.stream().map(DnsRecord.Txt::value).filter(t -> t.startsWith("dkim")).toList();
        if (records.size() != 1) {
            return new Result(records.isEmpty() ? Code.NONE : Code.PERMERROR, "");
        }
        try {
            TagList tags = TagList.parse(records.getFirst());
            return switch (tags.get("dkim", "").toLowerCase(Locale.ROOT)) {
                case "all" -> new Result(Code.FAIL, "dkim=all, and no signature of the author");
                case "discardable" ->
                        new Result(
                                Code.DISCARD, "dkim=discardable, and no signature of the author");
                // RFC 5617 section 4.2.1: anything else is the same as unknown.
                default -> new Result(Code.UNKNOWN, "");
            };
        } catch (TagList.Malformed e) {
            return new Result(Code.PERMERROR, String.valueOf(e.getMessage()));
        }
    }
}
