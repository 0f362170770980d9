package org.hikyaku.app.cert;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.hikyaku.app.settings.CertificateSettings;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.certs.AcmeAccount;
import org.hikyaku.certs.AlpnProver;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.DnsProver;
import org.hikyaku.certs.HttpProver;
import org.hikyaku.certs.PersistProver;
import org.hikyaku.certs.ProofKind;
import org.hikyaku.certs.Prover;
import org.hikyaku.certs.WebrootProver;
import org.hikyaku.certs.ZoneRecords;
import org.hikyaku.convergence.Follower;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.ops.EventLog;
import org.hikyaku.zones.Publishers;

/** Puts together what keeps certificates. */
public final class CertCare {

    private CertCare() {}

    /**
     * What comes from outside.
     *
     * @param dir the data folder
     */
    public record Ground(Path dir, Resolver resolver, InstantSource clock, EventLog events) {}

    /** A keeper as the settings say. */
    public static CertKeeper keeper(Settings settings, Ground ground) {
        CertificateSettings wanted = settings.certificates();
        Path folder = ground.dir().resolve("acme");
        return new CertKeeper(
                new CertKeeper.Parts(
                        folder,
                        wanted.folder(ground.dir()),
                        wanted.access(),
                        new AcmeAccount(folder, wanted.contact()),
                        provers(settings, ground),
                        ground.resolver(),
                        wanted.hooks(),
                        ground.clock(),
                        new SecureRandom(),
                        Follower.Pause.sleeping(),
                        ground.events()));
    }

    private static Map<ProofKind, Prover> provers(Settings settings, Ground ground) {
        CertificateSettings wanted = settings.certificates();
        ZoneRecords records = records(settings, ground);
        Path root = wanted.webroot();
        if (root == null && !wanted.webroots().isEmpty()) {
            root = wanted.webroots().values().iterator().next();
        }
        Map<ProofKind, Prover> provers = new EnumMap<>(ProofKind.class);
        provers.put(
                ProofKind.HTTP_01,
                root == null
                        ? new HttpProver(wanted.http())
                        : new WebrootProver(root, wanted.webroots()));
        provers.put(
                ProofKind.TLS_ALPN_01,
                new AlpnProver(wanted.tls(), ground.clock(), ground.events()));
        provers.put(ProofKind.DNS_01, new DnsProver(records));
        provers.put(ProofKind.DNS_PERSIST_01, new PersistProver(records));
        return provers;
    }

    private static ZoneRecords records(Settings settings, Ground ground) {
        Settings.Dns dns = settings.dns();
        ZoneObserver observer =
                new ZoneObserver(
                        ServerQueries.network(dns.timeout()),
                        ground.resolver(),
                        dns.publishers()::primary);
        return new ZoneRecords(
                new Publishers(ground.resolver(), ground.clock()).of(dns.publishers()),
                observer,
                ground.resolver(),
                ground.clock(),
                Follower.Pause.sleeping());
    }
}
