package org.hikyaku.plan;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcMode;
import org.hikyaku.dmarc.DmarcVerifier;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.Sighting.Signature;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfRequest;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.spf.SpfVerifier;

/**
 * Judges messages that were seen by the DNS of now and by the DNS as it will be, and tells whose
 * verdict flips. Both are judged anew, so that only the change can make a difference.
 *
 * <p>A signature whose octets are not there any more passes as long as the key that it passed with
 * is published.
 *
 * @param before the DNS of now
 * @param after the DNS with the changes
 */
public record Replay(Resolver before, Resolver after, InstantSource clock) {

    private static final String RECEIVER = "receiver.invalid";

    /** What differs, in the order of the messages. */
    public List<Flip> flips(List<Sighting> messages) {
        Map<Sighting, List<Flip>> known = new LinkedHashMap<>();
        List<Flip> flips = new ArrayList<>();
        for (Sighting message : messages) {
            // Most messages of a source differ in nothing that is judged.
            Sighting alike =
                    new Sighting(
                            "",
                            Instant.EPOCH,
                            message.client(),
                            message.helo(),
                            message.mailFrom(),
                            message.author(),
                            message.signatures());
            List<Flip> of = known.computeIfAbsent(alike, this::judge);
            of.forEach(flip -> flips.add(about(flip, message)));
        }
        return flips;
    }

    /** What differs between two verdicts on one message. */
    public static List<Flip> between(Sighting message, Judged before, Judged after) {
        return Flip.between(message, before, after);
    }

    private static Flip about(Flip flip, Sighting message) {
        return new Flip(
                message,
                flip.check(),
                flip.domain(),
                flip.selector(),
                flip.before(),
                flip.after(),
                flip.reason());
    }

    private List<Flip> judge(Sighting message) {
        return Flip.between(message, judge(message, before), judge(message, after));
    }

    private Judged judge(Sighting message, Resolver dns) {
        SpfRequest request =
                new SpfRequest(message.client(), message.helo(), message.mailFrom(), RECEIVER);
        SpfResult spf = new SpfVerifier(dns, SpfLimits.DEFAULT, clock).check(request);
        List<DkimResult> dkim =
                message.signatures().stream().map(signature -> judge(signature, dns)).toList();
        DomainName author = message.author();
        DmarcVerifier.Input input =
                new DmarcVerifier.Input(author == null ? List.of() : List.of(author), 1, spf, dkim);
        return new Judged(spf, dkim, new DmarcVerifier(dns, DmarcMode.RFC9989).evaluate(input));
    }

    /** The key that it passed with is what is published now: so far nobody has said otherwise. */
    private DkimResult judge(Signature signature, Resolver dns) {
        if (!signature.passed()) {
            return result(signature, DkimResult.Code.FAIL, "it did not verify when it came");
        }
        Answer then = key(signature, dns);
        if (then instanceof Answer.Failed failed) {
            return result(signature, DkimResult.Code.TEMPERROR, failed.detail());
        }
        List<DkimKeyRecord> keys = keys(then);
        if (keys.isEmpty()) {
            return result(
                    signature,
                    DkimResult.Code.PERMERROR,
                    "no key is published" + (signature.key() == null ? " any more" : ""));
        }
        DkimKeyRecord known = signature.key();
        List<DkimKeyRecord> right =
                known != null
                        ? List.of(known)
                        : dns == before ? keys : keys(key(signature, before));
        boolean same = right.stream().anyMatch(k -> keys.stream().anyMatch(o -> isSame(k, o)));
        return same
                ? result(signature, DkimResult.Code.PASS, "")
                : result(signature, DkimResult.Code.FAIL, "another key is published");
    }

    private static Answer key(Signature signature, Resolver dns) {
        return signature
                .domain()
                .withPrefix(signature.selector() + "._domainkey")
                .map(name -> dns.query(name, RecordType.TXT))
                .orElseGet(() -> new Answer.NoRecord(false, false, 0));
    }

    private static List<DkimKeyRecord> keys(Answer answer) {
        return answer.records(DnsRecord.Txt.class).stream()
                .map(txt -> KeyMatch.read(txt.value()))
                .filter(Objects::nonNull)
                .filter(key -> !key.isRevoked())
                .toList();
    }

    private static boolean isSame(DkimKeyRecord a, DkimKeyRecord b) {
        return a.keyType().equals(b.keyType()) && a.key().equals(b.key());
    }

    private static DkimResult result(Signature signature, DkimResult.Code code, String reason) {
        return new DkimResult(
                code,
                signature.domain(),
                signature.selector(),
                "@" + signature.domain(),
                "rsa-sha256",
                null,
                reason,
                false,
                false);
    }
}
