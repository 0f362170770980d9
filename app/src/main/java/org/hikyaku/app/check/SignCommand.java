package org.hikyaku.app.check;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.dkim.Canonicalization;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hikyaku sign}: puts DKIM signatures on messages. */
@Command(
        name = "sign",
        description = {
            "Sign messages with DKIM, with one key or several at once.",
            "The signed message goes to standard output, with the line ends that it came with;",
            "several messages (mbox, Maildir) come out as one mbox."
        },
        footer = {
            "",
            "Exit status: 0 signed, 1 a message could not be signed, 2 the command could not run.",
            "",
            "Example:",
            "  hikyaku sign mail.eml --domain example.org --key r1=r1.private \\",
            "      --key e1=e1.private > signed.eml"
        })
public final class SignCommand extends CheckCommand {

    @Parameters(
            paramLabel = "MESSAGE",
            arity = "0..1",
            description = "A message, an mbox file, a Maildir folder, or '-' for standard input.")
    private String message = "-";

    @Option(
            names = "--key",
            required = true,
            paramLabel = "SELECTOR=FILE",
            description = "A private key and its selector; may be repeated, one signature each.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "The signing domain (default: that of From).")
    private @Nullable String domain;

    @Option(
            names = "--headers",
            paramLabel = "NAMES",
            split = "[:,]",
            description = "Fields to sign, such as From:To:Subject (default: the usual ones).")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--no-oversign",
            description = "Let others add further fields of the signed names.")
    private boolean noOversign;

    @Option(
            names = "--canonicalization",
            paramLabel = "H/B",
            description =
                    "relaxed/relaxed (default), relaxed/simple, simple/relaxed, simple/simple.")
    private String forms = "relaxed/relaxed";

    @Option(
            names = "--expire-days",
            paramLabel = "DAYS",
            description = "How long the signatures are valid (default: without end).")
    private @Nullable Integer expireDays;

    @Option(
            names = "--identity",
            paramLabel = "ADDR",
            description = "The agent (i=), within the signing domain.")
    private @Nullable String identity;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Time of the signature, such as 2026-11-24T09:00:00Z (default: now).")
    private @Nullable String at;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there instead of to standard output.")
    private @Nullable Path output;

    /** Made by picocli. */
    public SignCommand() {}

    /** One message and its new fields. */
    private record Signed(MailSource.Mail mail, List<HeaderField> fields) {}

    @Override
    int run() {
        InstantSource clock = clock();
        List<Signed> signed = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        var kind = new MailSource(message).forEach(mail -> sign(mail, clock, signed, refused));
        if (json()) {
            show(
                    Map.of(
                            "signed",
                            signed.stream().map(SignCommand::data).toList(),
                            "refused",
                            refused));
        } else {
            write(signed, kind);
            refused.forEach(line -> System.err.println(line));
        }
        return refused.isEmpty() ? RIGHT : PROBLEM;
    }

    private void sign(
            MailSource.Mail mail, InstantSource clock, List<Signed> signed, List<String> refused) {
        DkimSigner signer = new DkimSigner(options(mail), clock);
        try {
            signed.add(new Signed(mail, signer.sign(mail.octets())));
        } catch (DkimSignException e) {
            refused.add(
                    org.hikyaku.wire.Printable.of(mail.name() + ": not signed: " + e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(mail.name() + ": " + e.getMessage());
        }
    }

    private static Map<String, Object> data(Signed signed) {
        return Map.of(
                "message",
                signed.mail().name(),
                "fields",
                signed.fields().stream()
                        .map(f -> new String(f.raw(), StandardCharsets.UTF_8))
                        .toList());
    }

    private DkimSigning options(MailSource.Mail mail) {
        DomainName signing = domain(mail);
        List<DkimKeyPair> pairs = new ArrayList<>();
        for (String key : keys) {
            int equals = key.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(
                        "--key '" + key + "': write SELECTOR=FILE, such as r1=r1.private");
            }
            Path file = Path.of(key.substring(equals + 1));
            pairs.add(KeyFiles.read(file, signing, key.substring(0, equals)));
        }
        String[] form = forms.split("/", 2);
        DkimSigning options =
                DkimSigning.of(pairs)
                        .withOversign(!noOversign)
                        .withForms(form(form[0]), form(form.length == 2 ? form[1] : "simple"))
                        .withAgent(identity)
                        .withExpiry(expireDays == null ? null : expiry(expireDays));
        return headers.isEmpty() ? options : options.withHeaders(headers);
    }

    private static Duration expiry(int days) {
        if (days < 1 || days > 3650) {
            throw new CommandFailure("--expire-days " + days + ": write a number from 1 to 3650");
        }
        return Duration.ofDays(days);
    }

    private Canonicalization form(String text) {
        return Canonicalization.parse(text)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        "--canonicalization '"
                                                + forms
                                                + "': write relaxed or simple, twice, such as"
                                                + " relaxed/simple"));
    }

    private DomainName domain(MailSource.Mail mail) {
        String named = domain;
        if (named != null) {
            return DomainName.parse(named)
                    .orElseThrow(
                            () -> new CommandFailure("--domain '" + named + "' is no domain name"));
        }
        List<DomainName> domains = FromAuthor.of(PeerOptions.header(mail)).domains();
        if (domains.size() != 1) {
            throw new CommandFailure(
                    mail.name() + ": From does not name one domain; tell it with --domain");
        }
        return domains.getFirst();
    }

    private InstantSource clock() {
        String text = at;
        try {
            return text == null ? InstantSource.system() : InstantSource.fixed(Instant.parse(text));
        } catch (DateTimeException _) {
            throw new CommandFailure("--at '" + text + "': write 2026-11-24T09:00:00Z");
        }
    }

    private void write(List<Signed> signed, MailSource.Kind kind) {
        Path file = output;
        try {
            if (file == null) {
                write(signed, kind, out());
                return;
            }
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                write(signed, kind, out);
            }
        } catch (IOException e) {
            throw new CommandFailure("the result cannot be written: " + e.getMessage());
        }
    }

    private static void write(List<Signed> signed, MailSource.Kind kind, OutputStream out)
            throws IOException {
        for (Signed message : signed) {
            switch (kind) {
                case SINGLE -> out.write(octets(message));
                case SEVERAL -> MailSource.writeMbox(octets(message), out);
            }
        }
        out.flush();
    }

    /** With the line ends of the file that it came from. */
    private static byte[] octets(Signed signed) {
        var out = new java.io.ByteArrayOutputStream();
        signed.fields().forEach(field -> out.writeBytes(field.raw()));
        out.writeBytes(signed.mail().octets());
        return signed.mail().converted() ? MailSource.withLf(out.toByteArray()) : out.toByteArray();
    }
}
