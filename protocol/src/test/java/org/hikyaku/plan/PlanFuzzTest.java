package org.hikyaku.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dmarc.DmarcRecord;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;
import org.hikyaku.zone.Publishing;
import org.jspecify.annotations.Nullable;

/** Records of others, one a line, however odd: nothing is lost, and once is enough. */
final class PlanFuzzTest {

    private static final List<InetAddress> OURS = List.of(InetAddress.ofLiteral("192.0.2.25"));
    private static final List<MailAddress> REPORTS =
            List.of(MailAddress.of("postmaster@example.com"));
    private static final Publishing.Spf PLAIN =
            new Publishing.Spf(Publishing.All.KEEP, List.of(), List.of());

    private static List<String> lines(byte[] data) {
        return Arrays.stream(new String(data, StandardCharsets.ISO_8859_1).split("\n"))
                .limit(5)
                .toList();
    }

    @FuzzTest
    void spf(byte[] data) throws Exception {
        List<String> published = lines(data).stream().filter(TextKind.SPF::matches).toList();
        SpfPlan plan = SpfPlan.of(published, PLAIN, OURS);
        if (!plan.readable()) {
            return;
        }
        SpfRecord after = SpfParser.parse(plan.text());
        assertThat(SpfPlan.of(List.of(plan.text()), PLAIN, OURS).text()).isEqualTo(plan.text());
        for (String one : published) {
            if (SpfRepair.isGood(one) && SpfRepair.of(one).why().isEmpty()) {
                SpfParser.parse(one).directives().forEach(d -> assertKept(d, after));
            }
        }
    }

    /** A foreign term stays; ends become one, and of two equal terms one stays. */
    private static void assertKept(SpfRecord.Directive directive, SpfRecord after) {
        if (directive.mechanism() instanceof SpfRecord.All) {
            return;
        }
        assertThat(after.directives())
                .anyMatch(d -> plain(d.text()).equals(plain(directive.text())));
    }

    private static String plain(String term) {
        String lower = term.toLowerCase(Locale.ROOT);
        return lower.startsWith("+") ? lower.substring(1) : lower;
    }

    @FuzzTest
    void dmarc(byte[] data) throws Exception {
        List<String> published = lines(data).stream().filter(TextKind.DMARC::matches).toList();
        DmarcPlan plan = DmarcPlan.of(published, Policy.NONE, REPORTS);
        DmarcRecord after = parsed(plan.text());
        if (after == null) {
            return; // too long, or beyond repair
        }
        assertThat(DmarcPlan.of(List.of(plan.text()), Policy.NONE, REPORTS).text())
                .isEqualTo(plan.text());
        for (String one : published) {
            DmarcRecord before = parsed(one);
            if (before != null && before.p() != null) {
                assertThat(after.p()).isGreaterThanOrEqualTo(before.p());
            }
        }
    }

    private static @Nullable DmarcRecord parsed(String text) {
        try {
            return DmarcParser.parse(text);
        } catch (DmarcParser.Malformed _) {
            return null;
        }
    }

    @FuzzTest
    void keys(byte[] data) {
        DkimKeyRecord ours = DkimKeyRecord.of("rsa", "MIIB" + "abcd".repeat(60));
        List<PublishedText> texts = lines(data).stream().map(PublishedText::of).toList();
        assertThat(KeyMatch.of(texts, ours)).isNotNull();
        for (PublishedText text : texts) {
            assertThat(PublishedText.of(text.meant()).meant().length())
                    .isLessThanOrEqualTo(text.raw().length());
        }
    }
}
