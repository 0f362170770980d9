package org.hikyaku.auth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.smtp.ReversePath;

/** A domain that does everything right, and a receiver that checks. */
final class SenderWorld {

    static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    static final InstantSource CLOCK = () -> NOW;
    static final MessageAuthenticator.Peer OWN_SERVER = peer("192.0.2.25", "a@out.example");
    static final MessageAuthenticator.Peer STRANGER = peer("198.51.100.9", "a@out.example");

    final DkimKeyPair rsa =
            new DkimKeyPair(
                    DomainName.of("out.example"),
                    "r1",
                    DkimKeyPair.Algorithm.RSA_SHA256,
                    DkimKeys.generateRsa(2048));
    final DkimKeyPair ed =
            new DkimKeyPair(
                    DomainName.of("out.example"),
                    "e1",
                    DkimKeyPair.Algorithm.ED25519_SHA256,
                    DkimKeys.generateEd25519());

    static MessageAuthenticator.Peer peer(String ip, String from) {
        return new MessageAuthenticator.Peer(
                IpNet.of(ip).address(), "mx.out.example", ReversePath.of(from));
    }

    FakeResolver.Builder zone() {
        try {
            return FakeResolver.builder()
                    .line("out.example TXT v=spf1 ip4:192.0.2.25 -all")
                    .line("mx.out.example TXT v=spf1 a -all")
                    .line("mx.out.example A 192.0.2.25")
                    .line("_dmarc.out.example TXT v=DMARC1; p=reject")
                    .txt("r1._domainkey.out.example", DkimKeys.publishedRecord(rsa))
                    .txt("e1._domainkey.out.example", DkimKeys.publishedRecord(ed));
        } catch (DkimKeys.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    static String text(String from, int bodyOctets) {
        String line = "The quick brown fox jumps over the lazy dog, again and again and again.\r\n";
        return "From: "
                + from
                + "\r\nTo: b@in.example\r\nSubject: test\r\n"
                + "Date: Tue, 24 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@out.example>\r\n\r\n"
                + line.repeat(Math.max(1, bodyOctets / line.length()));
    }

    byte[] signed(String text) {
        byte[] message = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            List<HeaderField> fields =
                    new DkimSigner(DkimSigning.of(List.of(rsa, ed)), CLOCK).sign(message);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            fields.forEach(f -> out.writeBytes(f.raw()));
            out.writeBytes(message);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static StandardAuthenticator receiver(Resolver resolver) {
        return StandardAuthenticator.of(DomainName.of("mx.in.example"), resolver, CLOCK);
    }

    static AuthVerdict check(
            MessageAuthenticator receiver, MessageAuthenticator.Peer peer, byte[] message) {
        return check(receiver, peer, message, message.length);
    }

    /** Feeds the message in pieces of {@code piece} octets. */
    static AuthVerdict check(
            MessageAuthenticator receiver,
            MessageAuthenticator.Peer peer,
            byte[] message,
            int piece) {
        AuthRun run = receiver.begin(peer);
        MessageScanner scanner = new MessageScanner(List.of(run));
        try {
            for (int at = 0; at < message.length; at += piece) {
                scanner.feed(message, at, Math.min(piece, message.length - at));
            }
            scanner.end();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return run.verdict();
    }
}
