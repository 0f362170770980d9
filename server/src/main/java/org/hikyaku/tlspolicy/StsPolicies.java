package org.hikyaku.tlspolicy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.findings.PolicyFetched;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.mtasts.MtaStsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;

/**
 * The policies of MTA-STS (RFC 8461): fetched when a domain announces one that is not known yet,
 * and remembered for as long as it says, across restarts. What is remembered holds where the
 * announcement or the web server has gone (section 3.3): that is what an attacker would want.
 */
public final class StsPolicies {

    /** RFC 8461 section 3.3: not every message makes another attempt at a web server that fails. */
    private static final Duration FAILED = Duration.ofMinutes(5);

    /** Before its end a policy is fetched anew, so that it never runs out while mail flows. */
    private static final Duration REFRESH = Duration.ofDays(1);

    /** Domains whose failures are remembered. */
    private static final int MAX_FAILURES = 10_000;

    private final Resolver resolver;
    private final Function<DomainName, PolicyFetched> fetch;
    private final StsMemory memory;
    private final InstantSource clock;
    private final Cache<DomainName, StsState.Unavailable> failures;

    /**
     * Policies.
     *
     * @param fetch gets the file of a domain; bounded in time and size
     */
    public StsPolicies(
            Resolver resolver,
            Function<DomainName, PolicyFetched> fetch,
            StsMemory memory,
            InstantSource clock) {
        this.resolver = resolver;
        this.fetch = fetch;
        this.memory = memory;
        this.clock = clock;
        this.failures =
                Caffeine.newBuilder()
                        .maximumSize(MAX_FAILURES)
                        .expireAfterWrite(FAILED)
                        .ticker(() -> clock.millis() * 1_000_000)
                        .executor(Runnable::run)
                        .build();
    }

    /** The policy of a domain; may fetch it. */
    public StsState of(DomainName domain) {
        Instant now = clock.instant();
        Optional<StsState.Known> kept = memory.find(domain).filter(k -> now.isBefore(k.until()));
        String id;
        switch (announced(domain)) {
            case Announcement.Id(String found) -> id = found;
            case Announcement.Nothing(String why) -> {
                return kept.<StsState>map(k -> remembered(k, why)).orElseGet(StsState.None::new);
            }
        }
        if (kept.filter(k -> k.id().equals(id) && !isOld(k, now)).isPresent()) {
            return kept.get();
        }
        StsState next = fetched(domain, id, now);
        return switch (next) {
            case StsState.Known known -> {
                memory.keep(domain, known);
                yield known;
            }
            case StsState.Unavailable(_, String detail) when kept.isPresent() ->
                    remembered(kept.get(), detail);
            case StsState.Unavailable _, StsState.None _ -> next;
        };
    }

    private static StsState.Known remembered(StsState.Known known, String why) {
        return new StsState.Known(known.policy(), known.id(), known.text(), known.until(), why);
    }

    private static boolean isOld(StsState.Known known, Instant now) {
        long age = known.policy().maxAgeSeconds();
        Duration early = age > 2 * REFRESH.toSeconds() ? REFRESH : Duration.ofSeconds(age / 2);
        return !now.isBefore(known.until().minus(early));
    }

    private sealed interface Announcement {
        record Id(String id) implements Announcement {}

        record Nothing(String why) implements Announcement {}
    }

    /** RFC 8461 section 3.1: one record, or none counts. */
    private Announcement announced(DomainName domain) {
        if (!domain.isHostName()) {
            return new Announcement.Nothing("");
        }
        DomainName name = DomainName.of("_mta-sts." + domain.ascii());
        Answer answer = resolver.query(name, RecordType.TXT);
        if (answer instanceof Answer.Failed(_, String detail)) {
            return new Announcement.Nothing(name + " cannot be looked up: " + detail);
        }
        List<String> records =
                answer.records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .filter(MtaStsRecord::isRecord)
                        .toList();
        if (records.size() != 1) {
            return new Announcement.Nothing(
                    name + " has " + records.size() + " records of MTA-STS");
        }
        try {
            return new Announcement.Id(MtaStsRecord.parse(records.getFirst()).id());
        } catch (MtaStsRecord.Malformed e) {
            return new Announcement.Nothing("the record at " + name + ": " + e.getMessage());
        }
    }

    private StsState fetched(DomainName domain, String id, Instant now) {
        StsState.Unavailable lately = failures.getIfPresent(domain);
        if (lately != null) {
            return lately;
        }
        StsState state = read(fetch.apply(domain), id, now);
        if (state instanceof StsState.Unavailable failure) {
            failures.put(domain, failure);
        }
        return state;
    }

    /** RFC 8461 section 3.3: status 200, text/plain, nothing else. */
    static StsState read(PolicyFetched fetched, String id, Instant now) {
        return switch (fetched) {
            case PolicyFetched.NotAsked _ ->
                    new StsState.Unavailable(Fault.STS_POLICY_FETCH_ERROR, "it was not asked for");
            case PolicyFetched.Failed(String detail) ->
                    new StsState.Unavailable(
                            isCertificate(detail)
                                    ? Fault.STS_WEBPKI_INVALID
                                    : Fault.STS_POLICY_FETCH_ERROR,
                            detail);
            case PolicyFetched.Page(int status, _, _) when status != 200 ->
                    new StsState.Unavailable(
                            Fault.STS_POLICY_FETCH_ERROR,
                            status / 100 == 3
                                    ? "the web server leads elsewhere (HTTP "
                                            + status
                                            + "), which is not followed"
                                    : "the web server answers with HTTP " + status);
            case PolicyFetched.Page(_, String type, _) when !type.equals("text/plain") ->
                    new StsState.Unavailable(
                            Fault.STS_POLICY_INVALID,
                            "the file is "
                                    + (type.isEmpty() ? "of no type" : type)
                                    + ", not text/plain");
            case PolicyFetched.Page(_, _, String body) -> parsed(body, id, now);
        };
    }

    private static boolean isCertificate(String detail) {
        return detail.matches(
                "(?is).*(certificate|certification|PKIX|subject alternative|No name matching).*");
    }

    private static StsState parsed(String body, String id, Instant now) {
        try {
            MtaStsPolicy policy = MtaStsPolicy.parse(body);
            return new StsState.Known(
                    policy, id, body, now.plusSeconds(policy.maxAgeSeconds()), "");
        } catch (MtaStsPolicy.Malformed e) {
            return new StsState.Unavailable(
                    Fault.STS_POLICY_INVALID, String.valueOf(e.getMessage()));
        }
    }
}
