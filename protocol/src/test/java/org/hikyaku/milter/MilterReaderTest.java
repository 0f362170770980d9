package org.hikyaku.milter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MilterReaderTest {

    private static MilterReader of(byte[] octets) {
        return new MilterReader(new ByteArrayInputStream(octets));
    }

    private static byte[] packet(String latin) {
        byte[] text = latin.getBytes(StandardCharsets.ISO_8859_1);
        byte[] packet = new byte[text.length + 4];
        packet[2] = (byte) (text.length >> 8);
        packet[3] = (byte) text.length;
        System.arraycopy(text, 0, packet, 4, text.length);
        return packet;
    }

    static List<MilterCommand> commands() {
        return List.of(
                new MilterCommand.Negotiate(new MilterOptions(6, 0x1ff, 0x1fffff)),
                new MilterCommand.Macros('C', Map.of("j", "mx.example.com", "daemon_name", "X")),
                new MilterCommand.Macros('E', Map.of()),
                new MilterCommand.Connect(
                        "a.example", MilterCommand.Family.INET, 41005, "192.0.2.1"),
                new MilterCommand.Connect(
                        "a.example", MilterCommand.Family.INET6, 65535, "2001:db8::1"),
                new MilterCommand.Connect("localhost", MilterCommand.Family.UNIX, 0, "/run/x"),
                new MilterCommand.Connect("localhost", MilterCommand.Family.UNKNOWN, 0, ""),
                new MilterCommand.Helo("a.example"),
                new MilterCommand.Mail(List.of("<a@example.com>", "SIZE=10", "BODY=8BITMIME")),
                new MilterCommand.Rcpt(List.of("<b@example.com>")),
                new MilterCommand.Data(),
                new MilterCommand.Header("Subject", " \u00e3\u0081\n\tx"),
                new MilterCommand.Header("X", ""),
                new MilterCommand.EndOfHeaders(),
                new MilterCommand.Unknown("WIZ"),
                new MilterCommand.Abort(),
                new MilterCommand.NextClient(),
                new MilterCommand.Quit());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandThatIsWrittenIsReadAgain(MilterCommand command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MilterWriter writer = new MilterWriter(out);
        writer.put(command);
        writer.flush();
        MilterReader reader = of(out.toByteArray());
        assertThat(reader.command()).isEqualTo(command);
        assertThat(reader.command()).isNull();
    }

    static List<MilterReply> replies() {
        return List.of(
                MilterReply.Verdict.CONTINUE,
                MilterReply.Verdict.SHUTDOWN,
                MilterReply.Verdict.SKIP,
                new MilterReply.Negotiated(
                        new MilterOptions(6, 0x131, 0x1fffff),
                        Map.of(
                                MilterStage.CONNECT,
                                List.of("j", "daemon_name"),
                                MilterStage.DATA,
                                List.of())),
                new MilterReply.ReplyCode("550 5.7.26 100% refused"),
                new MilterReply.AddHeader("X-A", " b\n\tc"),
                new MilterReply.InsertHeader(1, "X-A", " b"),
                new MilterReply.ChangeHeader(2, "X-A", ""),
                new MilterReply.Quarantine("why"),
                new MilterReply.ChangeFrom("<a@example.com>", ""),
                new MilterReply.ChangeFrom("<a@example.com>", "SIZE=1"),
                new MilterReply.AddRecipient("<a@example.com>"),
                new MilterReply.AddRecipientWith("<a@example.com>", "NOTIFY=NEVER"),
                new MilterReply.DeleteRecipient("<a@example.com>"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aReplyThatIsWrittenIsReadAgain(MilterReply reply) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MilterWriter writer = new MilterWriter(out);
        writer.put(reply);
        writer.flush();
        assertThat(of(out.toByteArray()).reply()).isEqualTo(reply);
    }

    @Test
    void bytesOnTheWire() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MilterWriter writer = new MilterWriter(out);
        writer.put(new MilterReply.InsertHeader(0, "A", " b"));
        writer.put(MilterReply.Verdict.ACCEPT);
        writer.flush();
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo("0000000a" + "69" + "00000000" + "4100" + "206200" + "00000001" + "61");
    }

    @Test
    void aBodyIsReadInPlace() throws IOException {
        MilterReader reader = of(packet("Babc\0\r\n"));
        assertThat(reader.command())
                .isInstanceOfSatisfying(
                        MilterCommand.Body.class,
                        body ->
                                assertThat(
                                                new String(
                                                        body.octets(),
                                                        body.offset(),
                                                        body.length(),
                                                        StandardCharsets.ISO_8859_1))
                                        .isEqualTo("abc\0\r\n"));
    }

    @Test
    void packetsComeInPiecesOfOneOctet() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        MilterWriter writer = new MilterWriter(all);
        for (MilterCommand command : commands()) {
            writer.put(command);
        }
        writer.flush();
        InputStream slow =
                new ByteArrayInputStream(all.toByteArray()) {
                    @Override
                    public synchronized int read(byte[] b, int off, int len) {
                        return super.read(b, off, Math.min(1, len));
                    }
                };
        MilterReader reader = new MilterReader(slow);
        for (MilterCommand command : commands()) {
            assertThat(reader.command()).isEqualTo(command);
        }
        assertThat(reader.command()).isNull();
    }

    @Test
    void aLengthIsLookedAtBeforeThereIsRoomForIt() {
        for (String length : List.of("00000000", "00100002", "7fffffff", "80000000", "ffffffff")) {
            MilterReader reader = of(HexFormat.of().parseHex(length + "41"));
            assertThatThrownBy(reader::command).isInstanceOf(MalformedMilterException.class);
            assertThat(reader.heldOctets()).isLessThanOrEqualTo(4096);
        }
    }

    @Test
    void theLargestPacketIsTaken() throws IOException {
        byte[] packet = new byte[4 + MilterReader.MAX_PACKET_OCTETS];
        packet[1] = 0x10;
        packet[3] = 1;
        packet[4] = 'B';
        MilterReader reader = of(packet);
        assertThat(reader.command())
                .isInstanceOfSatisfying(
                        MilterCommand.Body.class,
                        body -> assertThat(body.length()).isEqualTo(1 << 20));
        reader.rest();
        assertThat(reader.heldOctets()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x            | no command has the letter x
                    L            | a text without its end
                    LX\\0v       | a text without its end
                    LX\\0v\\0y   | 1 octets too many in a packet
                    M            | a path is missing
                    R            | a path is missing
                    M<a>         | a text without its end
                    O\\0\\0\\0   | a packet ends too early
                    Ca           | a text without its end
                    Ca\\0        | a packet ends too early
                    Ca\\0Z       | an address of family 90
                    Ca\\04\\0    | a packet ends too early
                    Dc{j}\\0     | a macro without a value
                    D            | a packet ends too early
                    Ha\\0b       | a NUL within a text
                    Nx           | 1 octets too many in a packet
                    Tx           | 1 octets too many in a packet
                    Ax           | 1 octets too many in a packet
                    Qx           | 1 octets too many in a packet
                    """)
    void whatCannotBeUnderstood(String text, String message) {
        MilterReader reader = of(packet(text.replace("\\0", "\0")));
        assertThatThrownBy(reader::command)
                .isInstanceOf(MalformedMilterException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"x", "e", "i", "m", "h", "2", "O", "cx"})
    void repliesThatCannotBeUnderstood(String text) {
        MilterReader reader = of(packet(text));
        assertThatThrownBy(reader::reply).isInstanceOf(MalformedMilterException.class);
    }

    @Test
    void tooManyTexts() {
        MilterReader reader = of(packet("M" + "\0".repeat(513)));
        assertThatThrownBy(reader::command)
                .isInstanceOf(MalformedMilterException.class)
                .hasMessage("more than 512 texts");
    }

    @Test
    void theStreamEndsWithinAPacket() {
        byte[] whole = packet("Habc\0");
        for (int n = 1; n < whole.length; n++) {
            MilterReader reader = of(java.util.Arrays.copyOf(whole, n));
            assertThatThrownBy(reader::command).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void whetherAnotherPacketIsThereIsKnown() throws IOException {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(packet("T"));
        two.writeBytes(packet("N"));
        two.writeBytes(new byte[] {0, 0, 0});
        MilterReader reader = of(two.toByteArray());
        assertThat(reader.isReady()).isFalse();
        assertThat(reader.command()).isEqualTo(new MilterCommand.Data());
        assertThat(reader.isReady()).isTrue();
        assertThat(reader.command()).isEqualTo(new MilterCommand.EndOfHeaders());
        assertThat(reader.isReady()).isFalse();
    }

    @Test
    void aNulEndsATextThatIsWritten() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MilterWriter writer = new MilterWriter(out);
        writer.put(new MilterReply.AddHeader("X\0Y", "a\0b"));
        writer.flush();
        assertThat(of(out.toByteArray()).reply()).isEqualTo(new MilterReply.AddHeader("X", "a"));
    }
}
