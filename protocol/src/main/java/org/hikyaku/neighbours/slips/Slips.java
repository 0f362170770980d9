package org.hikyaku.neighbours.slips;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.OverlayResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.setup.NamedSetup;
import org.hikyaku.neighbours.setup.Setup;

/** Looks for slips. */
public final class Slips {

    /** Knows nothing: what only the DNS can tell is then no slip. */
    public static final Resolver NO_DNS =
            (_, _) -> new Answer.Failed(Answer.Failure.REFUSED, "not asked");

    private Slips() {}

    /**
     * All slips of a setup, the worst first.
     *
     * @param resolver asked about zones that the host does not serve; {@link #NO_DNS} asks nobody
     */
    public static List<Slip> of(Setup setup, Resolver resolver, Instant now) {
        Found found = new Found(setup.tree());
        Resolver answers = withOwnZones(setup, resolver);
        setup.postfix().ifPresent(p -> new PostfixRules(p, setup, found).check());
        setup.postfix().ifPresent(p -> new MilterRules(p, setup, found).check());
        setup.postfix().ifPresent(p -> new DaemonRules(p, setup, found).check());
        setup.opendkim().ifPresent(d -> new OpendkimRules(d, setup, found).check(answers));
        new ServerRules(setup, found).check();
        setup.named().ifPresent(n -> new ZoneRules(n, found, answers).check(now));
        new CertificateRules(setup, found, answers).check(now);
        new RenewalRules(setup, found).check();
        return found.all().stream()
                .sorted(
                        Comparator.comparing((Slip s) -> s.rule().severity())
                                .thenComparing(Slip::rule)
                                .thenComparing(Slip::at))
                .toList();
    }

    private static Resolver withOwnZones(Setup setup, Resolver resolver) {
        List<NamedSetup.Zone> zones = setup.named().map(NamedSetup::primaries).orElse(List.of());
        Set<DomainName> apexes = new HashSet<>();
        zones.forEach(z -> apexes.add(z.name()));
        return apexes.isEmpty()
                ? resolver
                : new OverlayResolver(apexes, ZoneAnswers.of(zones), resolver);
    }
}
