package org.hikyaku.app.dns;

import java.time.Duration;
import java.time.InstantSource;
import org.hikyaku.app.check.DnsOptions;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dns.Resolver;
import org.hikyaku.keylife.LifeFile;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.store.embedded.EmbeddedStore;

/** What one run of a command of this package works with. */
record DnsSession(
        CommonOptions common,
        DomainName domain,
        Settings settings,
        Resolver usual,
        InstantSource clock,
        Lines lines) {

    static DnsSession begin(
            CommonOptions common, DomainName domain, DnsOptions dns, Colours colours) {
        LogSetup.silent(); // else the DNS library's own lines would stand between ours
        Settings settings = common.settings();
        return new DnsSession(
                common,
                domain,
                settings,
                dns.resolver(settings.dns().servers(), domain, common.locale()),
                dns.clock(),
                new Lines(common.output(), texts(common), colours));
    }

    static Texts texts(CommonOptions common) {
        return Texts.of(DnsCommand.class, "DnsMessages", common.locale());
    }

    Texts texts() {
        return lines.texts();
    }

    CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(texts().text(key, arguments));
    }

    /**
     * Looks, compares and replays.
     *
     * @param isUsual whether the zone's own servers are asked
     */
    Planned plan(PlanOptions options, boolean isUsual) throws InterruptedException {
        try (EmbeddedStore store = common.store()) {
            Planning planning = new Planning(this, store, new LifeFile(common.dir()).read());
            planning.requireOurs(domain);
            DomainName apex = planning.apex(domain);
            Resolver now = planning.direct(apex, isUsual);
            SeenMail mail =
                    new SeenMail(
                            store.evidence(), options.mails(), Duration.ofDays(options.days()));
            return planning.proven(planning.plan(domain, now, apex, options.replaced()), now, mail);
        }
    }

    /** Asks a person; without one the run ends. */
    boolean confirm(int changes) {
        if (!Colours.isTerminal()) {
            throw failure("apply.terminal");
        }
        return lines.isConfirmed(texts().text("apply.ask", changes));
    }
}
