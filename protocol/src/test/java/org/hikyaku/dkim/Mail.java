package org.hikyaku.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;

/** Keys, a zone and messages that the tests share. One set of keys per class that uses it. */
final class Mail {

    static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    static final InstantSource CLOCK = () -> NOW;

    static final String TEXT =
            """
            Received: from a.example by b.example;
            \tTue, 24 Nov 2026 09:00:00 +0000
            From: Joe <joe@example.com>
            To: Suzie <suzie@example.net>
            Subject:  Is  dinner
             ready?
            Date: Tue, 24 Nov 2026 09:00:00 +0000
            Message-ID: <1@example.com>

            Hi.

            We lost  the game.\s\s
            Are you\thungry yet?

            Joe.
            """;

    final DkimKeyPair rsa = pair("rsa", DkimKeyPair.Algorithm.RSA_SHA256);
    final DkimKeyPair ed = pair("ed", DkimKeyPair.Algorithm.ED25519_SHA256);

    static DkimKeyPair pair(String selector, DkimKeyPair.Algorithm algorithm) {
        return new DkimKeyPair(
                DomainName.of("example.com"),
                selector,
                algorithm,
                switch (algorithm) {
                    case RSA_SHA256 -> DkimKeys.generateRsa(1024);
                    case ED25519_SHA256 -> DkimKeys.generateEd25519();
                });
    }

    static String record(DkimKeyPair pair) {
        try {
            return DkimKeys.publishedRecord(pair);
        } catch (DkimKeys.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    FakeResolver zone() {
        return FakeResolver.builder()
                .txt("rsa._domainkey.example.com", record(rsa))
                .txt("ed._domainkey.example.com", record(ed))
                .build();
    }

    DkimVerifier verifier() {
        return new DkimVerifier(zone(), CLOCK);
    }

    static byte[] crlf(String text) {
        return text.replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1);
    }

    static byte[] join(List<HeaderField> fields, byte[] message) {
        StringBuilder top = new StringBuilder();
        fields.forEach(f -> top.append(text(f.raw())));
        return (top + text(message)).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] signed(DkimSigning options, byte[] message) throws IOException {
        return join(new DkimSigner(options, CLOCK).sign(message), message);
    }

    /** All four combinations. */
    static List<DkimSigning> forms(DkimSigning options) {
        List<DkimSigning> all = new ArrayList<>();
        for (Canonicalization header : Canonicalization.values()) {
            for (Canonicalization body : Canonicalization.values()) {
                all.add(options.withForms(header, body));
            }
        }
        return all;
    }

    static List<DkimResult.Code> codes(List<DkimResult> results) {
        return results.stream().map(DkimResult::code).toList();
    }
}
