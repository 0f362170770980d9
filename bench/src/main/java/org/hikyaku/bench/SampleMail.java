package org.hikyaku.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;

/** A sender with an RSA-2048 and an Ed25519 key, its zone, and an 8 KB message of its own. */
final class SampleMail {

    static final String CLIENT = "192.0.2.25";
    static final String HELO = "mx.sender.example";
    static final String FROM = "alice@sender.example";

    static final String SPF = "v=spf1 ip4:192.0.2.0/25 include:_spf.sender.example -all";
    static final String INCLUDED_SPF = "v=spf1 ip4:198.51.100.0/24 -all";

    private static final DomainName DOMAIN = DomainName.of("sender.example");
    private static final int BODY_OCTETS = 7600;

    private static final String HEADER =
            """
            Received: from client.sender.example (client.sender.example [192.0.2.77])
             by mx.sender.example with ESMTPSA id 4bQ1; Mon, 23 Nov 2026 10:00:00 +0000
            From: Alice <alice@sender.example>
            To: Bob <bob@rcpt.example>
            Subject: throughput
            Date: Mon, 23 Nov 2026 10:00:00 +0000
            Message-ID: <bench.1@sender.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            """;

    private static final String LINE =
            "the courier carries letters along the old road by day and by night\n";

    final DkimKeyPair rsa =
            new DkimKeyPair(DOMAIN, "r", Algorithm.RSA_SHA256, DkimKeys.generateRsa(2048));
    final DkimKeyPair ed =
            new DkimKeyPair(DOMAIN, "e", Algorithm.ED25519_SHA256, DkimKeys.generateEd25519());

    /** Without signatures, CRLF line ends. */
    byte[] plain() {
        return octets(HEADER + "\n" + LINE.repeat(BODY_OCTETS / LINE.length()));
    }

    static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    static DkimSigner signer(DkimKeyPair... keys) {
        return new DkimSigner(DkimSigning.of(List.of(keys)), Clock.systemUTC());
    }

    byte[] signed(DkimKeyPair... keys) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (HeaderField field : signer(keys).sign(plain())) {
            out.writeBytes(field.raw());
        }
        out.writeBytes(plain());
        return out.toByteArray();
    }

    FakeResolver zone() throws DkimKeys.Unreadable {
        return zone(SPF);
    }

    /** With another SPF record. */
    FakeResolver zone(String spf) throws DkimKeys.Unreadable {
        return FakeResolver.builder()
                .txt("sender.example", spf)
                .txt("_spf.sender.example", INCLUDED_SPF)
                .line("mx.sender.example TXT v=spf1 a -all")
                .line("mx.sender.example A " + CLIENT)
                .line("25.2.0.192.in-addr.arpa PTR mx.sender.example")
                .line("_dmarc.sender.example TXT v=DMARC1; p=reject; rua=mailto:agg@sender.example")
                .txt("r._domainkey.sender.example", DkimKeys.publishedRecord(rsa))
                .txt("e._domainkey.sender.example", DkimKeys.publishedRecord(ed))
                .build();
    }
}
