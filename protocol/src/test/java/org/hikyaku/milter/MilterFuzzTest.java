package org.hikyaku.milter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class MilterFuzzTest {

    @FunctionalInterface
    private interface Next {
        @Nullable Object read(MilterReader reader) throws IOException;
    }

    /** What can be read is the same again once it has been written. */
    @FuzzTest
    void commands(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MilterWriter writer = new MilterWriter(out);
        List<Object> first = all(data, r -> written(writer, r.command()));
        writer.flush();
        assertThat(all(out.toByteArray(), r -> shown(r.command()))).isEqualTo(first);
    }

    @FuzzTest
    void replies(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MilterWriter writer = new MilterWriter(out);
        List<Object> first = all(data, r -> written(writer, r.reply()));
        writer.flush();
        assertThat(all(out.toByteArray(), r -> shown(r.reply()))).isEqualTo(first);
    }

    @FuzzTest
    void socket(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        MilterSocket.parse(text)
                .ifPresent(s -> assertThat(MilterSocket.parse(s.toString())).contains(s));
    }

    private static @Nullable Object written(MilterWriter writer, @Nullable MilterCommand command)
            throws IOException {
        if (command != null) {
            writer.put(command);
        }
        return shown(command);
    }

    private static @Nullable Object written(MilterWriter writer, @Nullable MilterReply reply)
            throws IOException {
        if (reply != null) {
            writer.put(reply);
        }
        return shown(reply);
    }

    private static @Nullable Object shown(@Nullable Object packet) {
        return switch (packet) {
            case MilterCommand.Body(var octets, var offset, var length) ->
                    "body " + new String(octets, offset, length, StandardCharsets.ISO_8859_1);
            case MilterCommand.EndOfBody(var octets, var offset, var length) ->
                    "end " + new String(octets, offset, length, StandardCharsets.ISO_8859_1);
            case MilterReply.ReplaceBody(var octets, var offset, var length) ->
                    "replace " + new String(octets, offset, length, StandardCharsets.ISO_8859_1);
            case null, default -> packet;
        };
    }

    private static List<Object> all(byte[] data, Next next) throws IOException {
        MilterReader reader = new MilterReader(new ByteArrayInputStream(data));
        List<Object> all = new ArrayList<>();
        try {
            for (Object one = next.read(reader); one != null; one = next.read(reader)) {
                all.add(one);
            }
        } catch (MalformedMilterException | EOFException _) {
            assertThat(reader.heldOctets()).isLessThanOrEqualTo(MilterReader.MAX_PACKET_OCTETS + 4);
        }
        return all;
    }
}
