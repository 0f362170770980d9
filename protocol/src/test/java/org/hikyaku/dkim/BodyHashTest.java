package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyHashTest {

    /** Input, relaxed, simple; B is a blank, T a tab, N a CRLF, R a bare CR, L a bare LF. */
    @ParameterizedTest
    @CsvSource({
        "'', '', N",
        "N, '', N",
        "NNN, '', N",
        "BB, '', BBN",
        "BTN, '', BTN",
        "xN, xN, xN",
        "x, xN, xN",
        "xNNN, xN, xN",
        "xNBNTN, xN, xNBNTN",
        "xBBTyN, xByN, xBBTyN",
        "BxN, BxN, BxN",
        "TxN, BxN, TxN",
        "xBN, xN, xBN",
        "xBBNyN, xNyN, xBBNyN",
        "xNNyN, xNNyN, xNNyN",
        "xNBNyN, xNNyN, xNBNyN",
        "xRyN, xRyN, xRyN",
        "xBRyN, xBRyN, xBRyN",
        "xLyN, xLyN, xLyN",
        "xBLyN, xBLyN, xBLyN",
        "xNR, xNRN, xNRN",
        "xRRNN, xRRN, xRRN",
        "xB, xN, xBN",
    })
    void canonicalBodies(String input, String relaxed, String simple) {
        for (int chunk : new int[] {1, 2, 3, 100}) {
            assertThat(hash(Canonicalization.RELAXED, octets(input), chunk))
                    .as("relaxed %s by %s", input, chunk)
                    .isEqualTo(sha256(octets(relaxed)));
            assertThat(hash(Canonicalization.SIMPLE, octets(input), chunk))
                    .as("simple %s by %s", input, chunk)
                    .isEqualTo(sha256(octets(simple)));
        }
    }

    private static byte[] octets(String text) {
        return text.replace("B", " ")
                .replace("T", "\t")
                .replace("N", "\r\n")
                .replace("R", "\r")
                .replace("L", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hash(Canonicalization form, byte[] body, int chunk) {
        BodyHash hash = new BodyHash(form, BodyHash.UNLIMITED);
        for (int i = 0; i < body.length; i += chunk) {
            hash.update(body, i, Math.min(chunk, body.length - i));
        }
        return hash.digest();
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 6376 sections 3.4.3 and 3.4.4, word by word and slowly. */
    private static byte[] slowly(Canonicalization form, byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\r\n", -1)));
        if (form == Canonicalization.RELAXED) {
            lines.replaceAll(l -> l.replaceAll("[ \t]+", " ").replaceAll(" \\z", ""));
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        String out = lines.isEmpty() ? "" : String.join("\r\n", lines) + "\r\n";
        if (form == Canonicalization.SIMPLE && out.isEmpty()) {
            out = "\r\n";
        }
        return out.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void anyBodyInAnyPiecesIsAsTheSlowWay() {
        RandomGenerator random = new Random(6376);
        String[] parts = {
            " ", "\t", "\r\n", "\r", "\n", "x", "word", "é", "long".repeat(200), "! "
        };
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            int count = random.nextInt(round % 10 == 0 ? 2000 : 40);
            for (int i = 0; i < count; i++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] body = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            int chunk = 1 + random.nextInt(random.nextBoolean() ? 20 : 9000);
            for (Canonicalization form : Canonicalization.values()) {
                assertThat(hash(form, body, chunk))
                        .as("round %s, %s, pieces of %s", round, form, chunk)
                        .isEqualTo(sha256(slowly(form, body)));
            }
        }
    }

    @Test
    void aLimitCountsCanonicalOctets() {
        byte[] body = octets("aBBbNNcNN");
        byte[] canonical = octets("aBbNNcN");
        for (int limit = 0; limit <= canonical.length + 2; limit++) {
            BodyHash hash = new BodyHash(Canonicalization.RELAXED, limit);
            hash.update(body, 0, body.length);
            int used = Math.min(limit, canonical.length);
            assertThat(hash.digest()).isEqualTo(sha256(Arrays.copyOf(canonical, used)));
            assertThat(hash.canonicalOctets()).isEqualTo(canonical.length);
            assertThat(hash.octetsBeyondLimit()).isEqualTo(canonical.length - used);
        }
    }
}
