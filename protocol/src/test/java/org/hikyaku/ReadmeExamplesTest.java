package org.hikyaku;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResults.Result;
import org.hikyaku.authres.AuthenticationResultsParser;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dmarc.DmarcMode;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dmarc.DmarcVerifier;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfRequest;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.spf.SpfVerifier;
import org.junit.jupiter.api.Test;

/** The README's examples: what stands between the marks here stands there, and it runs. */
final class ReadmeExamplesTest {

    private static final String MESSAGE =
            "From: Anna <anna@example.org>\r\nTo: b@example.net\r\nSubject: hello\r\n\r\nHello\r\n";
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MARKED =
            Pattern.compile("        // example\n(.*?)        // end\n", Pattern.DOTALL);

    private final PrivateKey key = DkimKeys.generateRsa(2048);
    private final DkimKeyPair pair =
            new DkimKeyPair(
                    DomainName.of("example.org"), "s1", DkimKeyPair.Algorithm.RSA_SHA256, key);

    private Resolver resolver() {
        try {
            return FakeResolver.builder()
                    .line("example.org TXT v=spf1 ip4:192.0.2.0/24 -all")
                    .line("_dmarc.example.org TXT v=DMARC1; p=reject")
                    .txt("s1._domainkey.example.org", DkimKeys.publishedRecord(pair))
                    .build();
        } catch (DkimKeys.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] join(List<HeaderField> fields, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach(field -> out.writeBytes(field.raw()));
        out.writeBytes(message);
        return out.toByteArray();
    }

    private List<HeaderField> sign(byte[] message) throws IOException, DkimKeys.Unreadable {
        // example
        DkimKeyPair signingKey =
                new DkimKeyPair(
                        DomainName.of("example.org"), "s1", DkimKeyPair.Algorithm.RSA_SHA256, key);
        DkimSigner signer =
                new DkimSigner(DkimSigning.of(List.of(signingKey)), InstantSource.system());
        List<HeaderField> fields = signer.sign(message); // to put on top of the message
        String record = DkimKeys.publishedRecord(signingKey); // TXT at s1._domainkey.example.org
        // end
        assertThat(record).startsWith("v=DKIM1;");
        return fields;
    }

    private List<DkimResult> verify(byte[] message, Resolver resolver) throws IOException {
        // example
        DkimVerifier verifier = new DkimVerifier(resolver, InstantSource.system());
        List<DkimResult> signatures = verifier.verify(message); // one for each signature
        for (DkimResult signature : signatures) {
            boolean valid = signature.passed(); // for signature.domain()
            String why = signature.reason(); // such as "body hash differs: …"
        }
        // end
        return signatures;
    }

    private SpfResult spf(Resolver resolver) {
        // example
        SpfRequest request =
                new SpfRequest(
                        IpNet.of("192.0.2.1").address(),
                        "mx.example.org", // what the client said in HELO
                        MailAddress.of("anna@example.org"),
                        "mx.example.net"); // who asks
        SpfResult spf =
                new SpfVerifier(resolver, SpfLimits.DEFAULT, InstantSource.system()).check(request);
        String decidedBy = spf.matchedTerm(); // ip4:192.0.2.0/24
        // end
        assertThat(decidedBy).isEqualTo("ip4:192.0.2.0/24");
        return spf;
    }

    private DmarcVerdict dmarc(
            HeaderBlock header, SpfResult spf, List<DkimResult> signatures, Resolver resolver) {
        // example
        FromAuthor author = FromAuthor.of(header); // HeaderBlock.parse, or a MessageScanner's
        DmarcVerdict verdict =
                new DmarcVerifier(resolver, DmarcMode.RFC9989)
                        .evaluate(
                                new DmarcVerifier.Input(
                                        author.domains(), author.fieldCount(), spf, signatures));
        boolean proven = verdict.code() == DmarcVerdict.Code.PASS;
        String askedFor = verdict.policy().text(); // none, quarantine or reject
        // end
        assertThat(proven).isTrue();
        assertThat(askedFor).isEqualTo("reject");
        return verdict;
    }

    private String results(DmarcVerdict verdict) throws AuthenticationResultsParser.Malformed {
        // example
        Property from = new Property("header", "from", String.valueOf(verdict.authorDomain()));
        Result result = Result.of("dmarc", verdict.code().text(), "p=reject", from);
        AuthenticationResults results =
                new AuthenticationResults("mx.example.net", 1, List.of(result));
        HeaderField field = HeaderField.of("Authentication-Results", results.fieldValue());
        AuthenticationResults read = AuthenticationResultsParser.parse(field.value());
        // end
        assertThat(read).isEqualTo(results);
        return field.value();
    }

    @Test
    void theExamplesDoWhatTheySay() throws Exception {
        byte[] message = MESSAGE.getBytes(StandardCharsets.US_ASCII);
        Resolver resolver = resolver();

        List<DkimResult> signatures = verify(join(sign(message), message), resolver);
        SpfResult spf = spf(resolver);
        DmarcVerdict verdict = dmarc(HeaderBlock.parse(MESSAGE), spf, signatures, resolver);

        assertThat(signatures).singleElement().matches(DkimResult::passed);
        assertThat(spf.code()).isEqualTo(SpfResult.Code.PASS);
        assertThat(results(verdict)).contains("dmarc=pass").contains("header.from=example.org");
    }

    @Test
    void theReadmeShowsThisCode() throws IOException {
        Path module = module();
        String readme = Files.readString(module.resolve("README.md"));
        String source =
                Files.readString(
                        module.resolve("src/test/java/org/hikyaku/ReadmeExamplesTest.java"));

        assertThat(all(BLOCK, readme))
                .hasSize(5)
                .isEqualTo(
                        all(MARKED, source).stream()
                                .map(text -> text.replaceAll("(?m)^ {8}", ""))
                                .toList());
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** The build runs tests in the module's folder, an editor perhaps in the one above. */
    private static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("protocol") ? here : here.resolve("protocol");
    }
}
