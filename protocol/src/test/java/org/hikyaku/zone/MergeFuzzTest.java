package org.hikyaku.zone;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.dmarc.DmarcParser;
import org.hikyaku.dmarc.DmarcRecord;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.spf.SpfRecord;

/** Records of others, however odd: something is added, nothing is lost, and once is enough. */
final class MergeFuzzTest {

    private static final List<InetAddress> OURS =
            List.of(InetAddress.ofLiteral("192.0.2.25"), InetAddress.ofLiteral("2001:db8::25"));
    private static final MailAddress REPORTS = MailAddress.of("postmaster@example.com");
    private static final String URI = "mailto:postmaster@example.com";

    @FuzzTest
    void spf(byte[] data) {
        String existing = new String(data, StandardCharsets.ISO_8859_1);
        if (!SpfParser.isRecord(existing)) {
            return;
        }
        String merged = SpfMerge.merge(existing, OURS);
        assertThat(SpfMerge.merge(merged, OURS)).isEqualTo(merged);
        assertThat(merged.split("\\s+")).containsAll(terms(existing));
        SpfRecord before;
        try {
            before = SpfParser.parse(existing);
        } catch (SpfParser.Malformed _) {
            return;
        }
        try {
            SpfRecord after = SpfParser.parse(merged);
            assertThat(after.directives()).hasSizeGreaterThanOrEqualTo(before.directives().size());
            assertThat(after.redirect() == null).isEqualTo(before.redirect() == null);
        } catch (SpfParser.Malformed e) {
            throw new AssertionError("a good record was made a bad one: " + merged, e);
        }
    }

    private static List<String> terms(String record) {
        return Arrays.stream(record.strip().split("\\s+")).skip(1).toList();
    }

    @FuzzTest
    void dmarc(byte[] data) {
        String existing = new String(data, StandardCharsets.ISO_8859_1);
        DmarcRecord before;
        try {
            before = DmarcParser.parse(existing);
        } catch (DmarcParser.Malformed _) {
            return;
        }
        String merged = DmarcMerge.merge(existing, REPORTS);
        assertThat(DmarcMerge.merge(merged, REPORTS)).isEqualTo(merged);
        try {
            DmarcRecord after = DmarcParser.parse(merged);
            assertThat(after.p()).isEqualTo(before.p());
            assertThat(after.ruf()).isEqualTo(before.ruf());
            assertThat(after.rua()).containsAll(before.rua());
        } catch (DmarcParser.Malformed e) {
            throw new AssertionError("a good record was made a bad one: " + merged, e);
        }
    }

    @FuzzTest
    void anything(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        assertThat(SpfMerge.lookups(text)).isNotNegative();
        assertThat(SpfMerge.merge(text, OURS)).startsWith("v=spf1 ");
        assertThat(DmarcMerge.merge(text, REPORTS)).containsIgnoringCase(URI);
    }
}
