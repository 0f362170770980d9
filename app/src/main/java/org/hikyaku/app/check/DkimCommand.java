package org.hikyaku.app.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.keys.ApproveCommand;
import org.hikyaku.app.keys.KeysCommand;
import org.hikyaku.app.keys.RotateCommand;
import org.hikyaku.dkim.DkimKeyCheck;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hikyaku dkim}. */
@Command(
        name = "dkim",
        description = "DKIM: make, test and rotate keys, sign and verify.",
        subcommands = {
            DkimCommand.GenerateKey.class,
            DkimCommand.TestKey.class,
            SignCommand.class,
            DkimCommand.Verify.class,
            KeysCommand.class,
            RotateCommand.class,
            ApproveCommand.class
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  hikyaku dkim genkey --domain example.org --selector r1"})
public final class DkimCommand {

    /** Made by picocli. */
    public DkimCommand() {}

    /** Which key is meant. */
    static final class Place {

        @Option(
                names = "--domain",
                required = true,
                paramLabel = "DOMAIN",
                description = "The signing domain.")
        private String domain = "";

        @Option(
                names = "--selector",
                required = true,
                paramLabel = "NAME",
                description = "The selector: the record is at NAME._domainkey.DOMAIN.")
        private String selector = "";

        DomainName domain() {
            DomainName name =
                    DomainName.parse(domain)
                            .orElseThrow(
                                    () ->
                                            new CommandFailure(
                                                    "--domain '" + domain + "' is no domain name"));
            if (DomainName.parse(selector + "._domainkey." + domain).isEmpty()
                    || selector.contains("/")) {
                throw new CommandFailure("--selector '" + selector + "' is no selector");
            }
            return name;
        }
    }

    @Command(
            name = "genkey",
            description = "Make a key: a private file, and the record to publish.",
            footer = {
                "",
                "Example:",
                "  hikyaku dkim genkey --domain example.org --selector e1 --algorithm ed25519"
            })
    static final class GenerateKey extends CheckCommand {

        @Mixin private Place place = new Place();

        @Option(
                names = "--algorithm",
                paramLabel = "NAME",
                description = "rsa (default: all receivers can check it) or ed25519.")
        private String algorithm = "rsa";

        @Option(
                names = "--bits",
                paramLabel = "N",
                description = "Length of an RSA key: 1024 to 8192 (default: 2048).")
        private int bits = 2048;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "The private key's file (default: SELECTOR.private).")
        private @Nullable Path output;

        @Override
        int run() {
            DomainName domain = place.domain();
            DkimKeyPair pair =
                    switch (algorithm) {
                        case "rsa" -> rsa(domain);
                        case "ed25519" ->
                                new DkimKeyPair(
                                        domain,
                                        place.selector,
                                        DkimKeyPair.Algorithm.ED25519_SHA256,
                                        DkimKeys.generateEd25519());
                        default ->
                                throw new CommandFailure(
                                        "--algorithm '" + algorithm + "': write rsa or ed25519");
                    };
            Path file = output == null ? Path.of(place.selector + ".private") : output;
            KeyFiles.write(file, pair);
            tell(pair, file);
            return RIGHT;
        }

        private DkimKeyPair rsa(DomainName domain) {
            if (bits < 1024 || bits > 8192) {
                throw new CommandFailure("--bits " + bits + ": write a number from 1024 to 8192");
            }
            return new DkimKeyPair(
                    domain,
                    place.selector,
                    DkimKeyPair.Algorithm.RSA_SHA256,
                    DkimKeys.generateRsa(bits));
        }

        private void tell(DkimKeyPair pair, Path file) {
            String name;
            String text;
            try {
                name = pair.recordName().toString();
                text = DkimKeys.publishedRecord(pair);
            } catch (DkimSignException | DkimKeys.Unreadable e) {
                throw new IllegalStateException("a new key has a record", e);
            }
            if (json()) {
                show(
                        Map.of(
                                "privateKeyFile",
                                file.toString(),
                                "name",
                                name,
                                "type",
                                "TXT",
                                "value",
                                text));
                return;
            }
            out().println(words().text("dkim.keyfile", file));
            out().println(words().text("dkim.publish"));
            String data = new DnsRecord.Txt(text).text().replace("\" \"", "\"\n    \"");
            out().println(name + ". IN TXT ( " + data + " )");
        }
    }

    @Command(
            name = "testkey",
            description = "Test whether the published key is the one that signs.",
            footer = {
                "",
                "Exit status: 0 it is, 1 it is not, 2 the test could not run.",
                "",
                "Example:",
                "  hikyaku dkim testkey --domain example.org --selector r1 --key r1.private"
            })
    static final class TestKey extends CheckCommand {

        @Mixin private Place place = new Place();

        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "The private key.")
        private Path key = Path.of("");

        @Mixin private DnsOptions dns = new DnsOptions();

        @Override
        int run() {
            DkimKeyPair pair = KeyFiles.read(key, place.domain(), place.selector);
            DkimKeyCheck check = DkimKeys.testKey(dns.resolver(locale()), pair);
            if (check instanceof DkimKeyCheck.Unknown(var reason)) {
                throw new CommandFailure(reason);
            }
            if (json()) {
                show(data(check));
            } else {
                tell(check);
            }
            return check.isUsable() ? RIGHT : PROBLEM;
        }

        private static Map<String, Object> data(DkimKeyCheck check) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("usable", check.isUsable());
            data.put("reason", check.reason());
            if (check instanceof DkimKeyCheck.Published published) {
                data.put("bits", published.bits());
                data.put("authentic", published.authentic());
                data.put("warnings", published.warnings());
            }
            return data;
        }

        private void tell(DkimKeyCheck check) {
            Texts words = words();
            Dialogue dialogue = new Dialogue(out());
            dialogue.part("DKIM");
            if (check instanceof DkimKeyCheck.Published published) {
                String authentic = published.authentic() ? words.text("dkim.authentic") : "";
                dialogue.line(
                        words.text("dkim.usable", check.reason(), published.bits(), authentic));
                published.warnings().forEach(w -> dialogue.line(words.text("dkim.warning", w)));
            } else {
                dialogue.line(words.text("dkim.unusable", check.reason()));
            }
        }
    }

    @Command(
            name = "verify",
            description = "Verify the DKIM signatures of messages.",
            footer = {
                "",
                "Exit status: 0 each message has a valid signature, 1 not, 2 could not run.",
                "",
                "Example:",
                "  hikyaku dkim verify mail.eml"
            })
    static final class Verify extends CheckCommand {

        @Parameters(
                paramLabel = "MESSAGE",
                arity = "0..1",
                description = "A message, an mbox file, a Maildir folder, or '-'.")
        private String message = "-";

        @Mixin private DnsOptions dns = new DnsOptions();

        @Override
        int run() {
            DkimVerifier verifier = new DkimVerifier(dns.resolver(locale()), dns.clock());
            List<Map<String, Object>> data = new ArrayList<>();
            List<String> unsigned = new ArrayList<>();
            var kind =
                    new MailSource(message)
                            .forEach(
                                    mail -> {
                                        List<DkimResult> results = verify(verifier, mail);
                                        if (results.stream().noneMatch(DkimResult::passed)) {
                                            unsigned.add(mail.name());
                                        }
                                        if (json()) {
                                            data.add(
                                                    Map.of(
                                                            "message", mail.name(),
                                                            "dkim", ResultData.dkim(results)));
                                        } else {
                                            tell(mail, results);
                                        }
                                    });
            if (json()) {
                show(kind == MailSource.Kind.SINGLE ? data.getFirst() : data);
            }
            return unsigned.isEmpty() ? RIGHT : PROBLEM;
        }

        private static List<DkimResult> verify(DkimVerifier verifier, MailSource.Mail mail) {
            try {
                return verifier.verify(mail.octets());
            } catch (IOException e) {
                throw new CommandFailure(mail.name() + ": " + e.getMessage());
            }
        }

        private void tell(MailSource.Mail mail, List<DkimResult> results) {
            Texts words = words();
            Dialogue dialogue = new Dialogue(out());
            dialogue.part(words.text("verify.message"));
            dialogue.line(words.text("verify.size", mail.name(), mail.octets().length));
            if (mail.converted()) {
                dialogue.line(words.text("verify.converted"));
            }
            dialogue.part("DKIM");
            new ExaminationDialogue(dialogue, words).signatures(results);
        }
    }
}
