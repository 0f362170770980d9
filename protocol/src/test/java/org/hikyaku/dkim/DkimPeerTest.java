package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.hikyaku.message.HeaderField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What we sign, dkimpy and OpenDKIM verify, and the other way round. */
@Tag("peer")
class DkimPeerTest {

    private static final Mail MAIL = new Mail();
    private static final int MESSAGES = 500;
    private static final String PYTHON = "/usr/bin/python3";
    private static final String OPENDKIM = "/usr/sbin/opendkim";

    @TempDir Path folder;

    /** Says so in one line where a peer is not installed; in CI that is a failure. */
    private static boolean missing(String program, String pack) {
        boolean found = Files.isExecutable(Path.of(program));
        if (program.equals(PYTHON)) {
            found = Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/dkim"));
        }
        if (!found && System.getenv("CI") != null) {
            throw new AssertionError(pack + " is not installed");
        }
        if (!found) {
            System.err.println("not run: " + pack + " is not installed");
        }
        return !found;
    }

    private List<String> run(String... command) throws Exception {
        Path out = folder.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as(text).isZero();
        return text.lines().toList();
    }

    private void script() throws IOException {
        try (var in = DkimPeerTest.class.getResourceAsStream("dkimpy_peer.py")) {
            Files.write(folder.resolve("peer.py"), Objects.requireNonNull(in).readAllBytes());
        }
        Map<String, String> keys =
                Map.of(
                        "rsa._domainkey.example.com", Mail.record(MAIL.rsa),
                        "ed._domainkey.example.com", Mail.record(MAIL.ed));
        Files.writeString(
                folder.resolve("keys.json"), JsonMapper.shared().writeValueAsString(keys));
    }

    private static DkimSigning options(int i) {
        List<DkimKeyPair> keys =
                switch (i % 3) {
                    case 0 -> List.of(MAIL.rsa);
                    case 1 -> List.of(MAIL.ed);
                    default -> List.of(MAIL.rsa, MAIL.ed);
                };
        List<String> names = new ArrayList<>(DkimSigning.STANDARD_HEADERS);
        names.addAll(List.of("X-Long", "X-Odd", "Received"));
        return Mail.forms(DkimSigning.of(keys).withHeaders(names)).get(i / 3 % 4);
    }

    @Test
    void dkimpyVerifiesWhatWeSign() throws Exception {
        if (missing(PYTHON, "python3-dkim")) {
            return;
        }
        script();
        GeneratedMail mail = new GeneratedMail(1);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] signed = Mail.signed(options(i), mail.next());
            if (i % 5 == 0) {
                signed = Mail.signed(options(i + 1), signed);
            }
            List<DkimResult> own = MAIL.verifier().verify(signed);
            assertThat(own).allMatch(DkimResult::passed);
            String name = "%03d.eml".formatted(i);
            Files.write(folder.resolve(name), signed);
            expected.add(name + " ok".repeat(own.size()));
        }
        assertThat(run(PYTHON, "peer.py", "verify", ".")).isEqualTo(expected);
    }

    @Test
    void weVerifyWhatDkimpySigns() throws Exception {
        if (missing(PYTHON, "python3-dkim")) {
            return;
        }
        script();
        GeneratedMail mail = new GeneratedMail(2);
        Files.writeString(folder.resolve("rsa.pem"), DkimKeys.writePem(MAIL.rsa.key()));
        byte[] seed =
                ((java.security.interfaces.EdECPrivateKey) MAIL.ed.key()).getBytes().orElseThrow();
        Files.writeString(folder.resolve("ed.key"), Base64.getEncoder().encodeToString(seed));
        Map<String, Object> plan = new LinkedHashMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            String name = "%03d.eml".formatted(i);
            Files.write(folder.resolve(name), mail.next());
            boolean rsa = i % 2 == 0;
            plan.put(
                    name,
                    Map.of(
                            "selector", rsa ? "rsa" : "ed",
                            "key", rsa ? "rsa.pem" : "ed.key",
                            "algorithm", rsa ? "rsa-sha256" : "ed25519-sha256",
                            "header", i / 2 % 2 == 0 ? "simple" : "relaxed",
                            "body", i / 4 % 2 == 0 ? "simple" : "relaxed",
                            "length", i % 7 == 0));
        }
        Files.writeString(
                folder.resolve("plan.json"), JsonMapper.shared().writeValueAsString(plan));
        run(PYTHON, "peer.py", "sign", ".");
        for (String name : plan.keySet()) {
            byte[] signed = Files.readAllBytes(folder.resolve(name + ".signed"));
            assertThat(MAIL.verifier().verify(signed))
                    .as("%s %s", name, plan.get(name))
                    .singleElement()
                    .satisfies(r -> assertThat(r.reason()).isEmpty())
                    .matches(DkimResult::passed);
        }
    }

    @Test
    void openDkimVerifiesWhatWeSign() throws Exception {
        if (missing(OPENDKIM, "opendkim")) {
            return;
        }
        GeneratedMail mail = new GeneratedMail(3, true);
        Files.writeString(
                folder.resolve("keys.txt"),
                "rsa._domainkey.example.com " + Mail.record(MAIL.rsa) + "\n");
        Files.writeString(
                folder.resolve("verify.conf"),
                "Mode v\nTestPublicKeys " + folder.resolve("keys.txt") + "\n");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            DkimSigning options = options(i / 4 * 3 % 12);
            String name = "%03d.eml".formatted(i);
            Files.write(folder.resolve(name), Mail.signed(options, mail.next()));
            names.add(name);
        }
        List<String> lines = run(OPENDKIM, "-x", "verify.conf", "-t", String.join(",", names));
        assertThat(lines)
                .hasSize(MESSAGES)
                .allMatch(line -> line.endsWith("1024-bit key) succeeded"));
    }

    @Test
    void weVerifyWhatOpenDkimSigns() throws Exception {
        if (missing(OPENDKIM, "opendkim")) {
            return;
        }
        GeneratedMail mail = new GeneratedMail(4, true);
        Files.writeString(folder.resolve("rsa.pem"), DkimKeys.writePem(MAIL.rsa.key()));
        for (Canonicalization header : Canonicalization.values()) {
            for (Canonicalization body : Canonicalization.values()) {
                signWithOpenDkim(mail, header.tag() + "/" + body.tag());
            }
        }
    }

    private void signWithOpenDkim(GeneratedMail mail, String forms) throws Exception {
        Files.writeString(
                folder.resolve("sign.conf"),
                """
                Mode s
                Domain example.com
                Selector rsa
                KeyFile %s
                Canonicalization %s
                SignatureAlgorithm rsa-sha256
                InternalHosts 0.0.0.0/0
                RequireSafeKeys no
                """
                        .formatted(folder.resolve("rsa.pem"), forms));
        List<byte[]> messages = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < MESSAGES / 4; i++) {
            messages.add(mail.next());
            names.add("%03d.eml".formatted(i));
            Files.write(folder.resolve(names.getLast()), messages.getLast());
        }
        List<String> lines = run(OPENDKIM, "-x", "sign.conf", "-t", String.join(",", names));
        String[] blocks =
                ("\n" + String.join("\n", lines)).split("\nopendkim: [0-9]+\\.eml:\\s*\n");
        assertThat(blocks).hasSize(messages.size() + 1);
        for (int i = 0; i < messages.size(); i++) {
            String field = blocks[i + 1].strip().replace("\n", "\r\n") + "\r\n";
            HeaderField signature = HeaderField.ofRaw(field.getBytes(StandardCharsets.UTF_8));
            byte[] signed = Mail.join(List.of(signature), messages.get(i));
            assertThat(MAIL.verifier().verify(signed))
                    .as("%s message %s", forms, i)
                    .singleElement()
                    .satisfies(r -> assertThat(r.reason()).isEmpty())
                    .matches(DkimResult::passed);
        }
    }
}
