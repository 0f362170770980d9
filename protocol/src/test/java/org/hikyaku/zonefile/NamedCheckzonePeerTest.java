package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed named-checkzone takes what is taken here and refuses what is refused here. */
@Tag("peer")
final class NamedCheckzonePeerTest {

    private static final int ZONES = 400;

    private static final ZoneName APEX = ZoneName.of(DomainName.of(OddZones.APEX));

    /** Refused here, taken by BIND 9.18, each for a reason. */
    private static final Set<ZoneFault> STRICTER =
            Set.of(
                    // newer BIND refuses it too (its corpus: bad-ds-2, bad-_dns-svcb*)
                    ZoneFault.DS_WITHOUT_NS, ZoneFault.SVCB_OF_DNS);

    /** What chance breaks zones with. */
    private static final List<String> PIECES =
            List.of(
                    "(",
                    ")",
                    "\"",
                    ";",
                    "\\",
                    "\n",
                    "\r",
                    " ",
                    "$",
                    "@",
                    ".",
                    "..",
                    "\\#",
                    "\\300",
                    "$TTL 5\n",
                    "$TTL x\n",
                    "$ORIGIN x\n",
                    "$ORIGIN\n",
                    "$GENERATE 1-3 g$ A 192.0.2.$\n",
                    "$GENERATE 3-1 g$ A 192.0.2.$\n",
                    "$INCLUDE none\n",
                    "x SOA a b 1 2 3 4 5\n",
                    "x MX 10\n",
                    "x MX ten mail\n",
                    "x A 1.2.3\n",
                    "x AAAA 1:2\n",
                    "x CNAME a\nx A 1.2.3.4\n",
                    "x CNAME a\nx CNAME b\n",
                    "@ NS gone\n",
                    "x TXT\n",
                    "x CAA 0 issue\n",
                    "x CAA 300 issue a\n",
                    "x SRV 1 2 a\n",
                    "x TLSA 3 1 1 0\n",
                    "x TLSA 3 1 1 00\n",
                    "x DS 1 8 2 00\n",
                    "@ DS 1 8 1 00\n",
                    "x SSHFP 1 1 zz\n",
                    "x LOC 1 2 3 N 4 E 5m\n",
                    "x LOC 1 2 3 Q\n",
                    "x HINFO a b\n",
                    "x HINFO a\n",
                    "x NAPTR 1 2 a b c .\n",
                    "x RP . .\n",
                    "x HTTPS 1 . alpn=h2,h3\n",
                    "x HTTPS 1 . alpn\n",
                    "x HTTPS 0 y alpn=h2\n",
                    "x SVCB 1 . port=\n",
                    "x URI 1 2 \"a:b\"\n",
                    "x URI 1 2\n",
                    "x TYPE999 \\# 1 00\n",
                    "x TYPE999 00\n",
                    "x A \\# 4 00000000\n",
                    "x A \\# 3 000000\n",
                    "x CH A 1.2.3.4\n",
                    "x IN IN A 1.2.3.4\n",
                    "x 5 IN 6 A 1.2.3.4\n",
                    "x ANY a\n",
                    "x RRSIG A 8 3 60 20300101000000 20200101000000 1 example.com. AAAA\n",
                    "x RRSIG A 8 3 60 2030 2020 1 example.com. AAA\n",
                    "x DNSKEY 256 3 8 AAAA\n",
                    "x NSEC3PARAM 1 0 5 -\n",
                    "x OPENPGPKEY AAAA\n",
                    "x OPENPGPKEY A\n",
                    "a.b.c.d.e.f.g.h TXT x\n",
                    "*.w NS ns1\n",
                    "x DNAME y\n");

    @TempDir Path folder;

    private static byte[] broken(RandomGenerator random) {
        StringBuilder zone =
                new StringBuilder(new String(OddZones.zone(random), StandardCharsets.ISO_8859_1));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        int at = random.nextInt(zone.length() + 1);
        boolean line = piece.endsWith("\n");
        int lineEnd = zone.indexOf("\n", at);
        if (random.nextInt(4) == 0) {
            zone.delete(at, Math.min(zone.length(), at + random.nextInt(9)));
        } else {
            zone.insert(line && lineEnd >= 0 ? lineEnd + 1 : at, piece);
        }
        return zone.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String named(byte[] zone) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("zone"), zone);
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder("named-checkzone", "-i", "local", OddZones.APEX, file.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String text = new String(Files.readAllBytes(said), StandardCharsets.ISO_8859_1);
        return process.exitValue() == 0 ? "" : text;
    }

    @Test
    void bothTakeAndRefuseTheSameZones() throws IOException, InterruptedException {
        List<String> different = new ArrayList<>();
        int refused = 0;
        for (int seed = 0; seed < ZONES; seed++) {
            byte[] octets = broken(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            ZoneFile zone = ZoneFile.read("zone", octets, APEX, IncludeReader.NONE);
            List<ZoneProblem> errors =
                    ZoneCheck.of(zone).stream().filter(ZoneProblem::isError).toList();
            String complaint = named(octets);
            boolean stricter =
                    complaint.isEmpty()
                            && errors.stream().allMatch(e -> STRICTER.contains(e.rule()));
            refused += complaint.isEmpty() ? 0 : 1;
            if (errors.isEmpty() != complaint.isEmpty() && !stricter) {
                different.add("seed " + seed + ": " + errors + " / " + complaint);
            }
        }
        assertThat(different).isEmpty();
        assertThat(refused).isBetween(ZONES / 5, ZONES);
    }
}
