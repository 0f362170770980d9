package org.hikyaku.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Any messages come out of an mbox as they went in. */
final class MailSourceFuzzTest {

    @FuzzTest
    void mboxGivesBackWhatWasWritten(byte[] data) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes("X: y\n".getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(data);
        message.write('\n');
        Path file = Files.createTempFile("mail", ".mbox");
        try {
            Files.write(file, message.toByteArray());
            byte[] alone = read(file).getFirst().octets();
            try (OutputStream out = Files.newOutputStream(file)) {
                MailSource.writeMbox(message.toByteArray(), out);
                MailSource.writeMbox(message.toByteArray(), out);
            }
            assertThat(read(file))
                    .extracting(MailSource.Mail::octets)
                    .containsExactly(alone, alone);
            Files.write(file, data);
            if (data.length > 0) {
                assertThat(read(file)).isNotEmpty();
            }
        } finally {
            Files.delete(file);
        }
    }

    private static List<MailSource.Mail> read(Path file) {
        List<MailSource.Mail> all = new ArrayList<>();
        new MailSource(file.toString()).forEach(all::add);
        return all;
    }
}
