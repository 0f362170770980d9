package org.hikyaku.app.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcMode;
import org.hikyaku.dmarc.DmarcRecord;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dmarc.DmarcVerifier;
import org.hikyaku.dmarc.TreeWalk;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hikyaku dmarc}. */
@Command(
        name = "dmarc",
        description = "DMARC: what does the author's domain ask for?",
        subcommands = DmarcCommand.Check.class,
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  hikyaku dmarc check example.org"},
        synopsisSubcommandLabel = "check")
public final class DmarcCommand {

    /** Made by picocli. */
    public DmarcCommand() {}

    @Command(
            name = "check",
            description = {
                "Find a domain's DMARC record as receivers do, and tell what applies.",
                "With --spf or --dkim: whether mail that passes for these domains passes DMARC."
            },
            footer = {
                "",
                "Exit status: 0 there is a usable record (with --spf or --dkim: DMARC passes),",
                "1 not, 2 the check could not run.",
                "",
                "Example:",
                "  hikyaku dmarc check news.example.org --dkim example.org"
            })
    static final class Check extends CheckCommand {

        @Parameters(paramLabel = "DOMAIN", description = "The domain of the From address.")
        private String domain = "";

        @Option(
                names = "--spf",
                paramLabel = "DOMAIN",
                description = "A domain that SPF passes for.")
        private @Nullable String spf;

        @Option(
                names = "--dkim",
                paramLabel = "DOMAIN",
                description = "A domain that a valid signature names; may be repeated.")
        private List<String> dkim = new ArrayList<>();

        @Option(names = "--rfc7489", description = "After RFC 7489 (2015) instead of RFC 9989.")
        private boolean old;

        @Mixin private DnsOptions dns = new DnsOptions();

        @Override
        int run() {
            DomainName author = name(domain);
            Resolver resolver = dns.resolver(locale());
            List<DkimResult> signatures = new ArrayList<>();
            for (String text : dkim) {
                signatures.add(signature(name(text)));
            }
            var input =
                    new DmarcVerifier.Input(
                            List.of(author), 1, spf(spf == null ? null : name(spf)), signatures);
            DmarcVerdict verdict =
                    new DmarcVerifier(resolver, old ? DmarcMode.RFC7489 : DmarcMode.RFC9989)
                            .evaluate(input);
            TreeWalk.Walk walk = new TreeWalk(resolver).from(author);
            List<String> ignored =
                    walk.policyStep()
                            .map(TreeWalk.Step::record)
                            .map(DmarcRecord::ignored)
                            .orElse(List.of());
            boolean asked = spf != null || !dkim.isEmpty();
            tell(verdict, walk, ignored, asked);
            boolean right =
                    asked
                            ? verdict.code() == DmarcVerdict.Code.PASS
                            : verdict.record() != null && ignored.isEmpty();
            return right ? RIGHT : PROBLEM;
        }

        private void tell(
                DmarcVerdict verdict, TreeWalk.Walk walk, List<String> ignored, boolean asked) {
            DomainName organizational =
                    walk.failure().isPresent() ? null : walk.organizationalDomain();
            if (json()) {
                Map<String, @Nullable Object> data = new LinkedHashMap<>(ResultData.dmarc(verdict));
                data.put(
                        "organizationalDomain",
                        organizational == null ? null : organizational.toString());
                data.put("ignored", ignored);
                if (!asked) {
                    data.remove("result");
                    data.remove("reason");
                }
                show(data);
                return;
            }
            Dialogue dialogue = new Dialogue(out());
            Texts words = words();
            dialogue.part("DMARC");
            walk.steps().forEach(step -> dialogue.line(words.text("ask", step.note())));
            if (organizational != null) {
                dialogue.line(words.text("dmarc.organization", organizational));
            }
            dialogue.line(
                    verdict.record() == null
                            ? words.text("dmarc.norecord", verdict.reason())
                            : words.text(
                                    "dmarc.policy",
                                    verdict.policy().text(),
                                    String.valueOf(verdict.policyDomain()),
                                    verdict.rule().name().toLowerCase(java.util.Locale.ROOT)));
            ignored.forEach(text -> dialogue.line(words.text("dmarc.ignored", text)));
            if (asked) {
                dialogue.line(words.text("result", verdict.code().text(), verdict.reason()));
            }
        }

        private static DomainName name(String text) {
            return DomainName.parse(text)
                    .orElseThrow(() -> new CommandFailure("'" + text + "' is no domain name"));
        }

        private static SpfResult spf(@Nullable DomainName domain) {
            return new SpfResult(
                    domain == null ? SpfResult.Code.NONE : SpfResult.Code.PASS,
                    SpfResult.Identity.MAIL_FROM,
                    domain,
                    "as told",
                    null,
                    null,
                    SpfResult.Trace.EMPTY,
                    null);
        }

        private static DkimResult signature(DomainName domain) {
            return new DkimResult(
                    DkimResult.Code.PASS, domain, null, "@" + domain, null, null, "", false, false);
        }
    }
}
