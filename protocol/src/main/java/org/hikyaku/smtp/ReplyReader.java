package org.hikyaku.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.wire.LineReader;
import org.hikyaku.wire.MalformedLineException;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/** Reads the replies of a server (RFC 5321 section 4.2.1), several lines each where need be. */
public final class ReplyReader {

    /**
     * For the {@link LineReader} of a client, in octets: RFC 5321 section 4.5.3.1.5 allows 512,
     * real servers send longer texts.
     */
    public static final int MAX_LINE_OCTETS = 4096;

    /** An EHLO reply has some 20 lines; a hostile server could go on for ever. */
    public static final int MAX_LINES = 200;

    private ReplyReader() {}

    /** One line of a reply, taken apart. */
    private record Line(int code, boolean last, @Nullable EnhancedCode status, String text) {}

    /**
     * The next reply. Enhanced codes (RFC 2034) are taken off the text of each line; control
     * characters in the text are escaped.
     *
     * @throws MalformedReplyException where it is none
     * @throws EOFException where the connection ends first
     */
    public static Reply read(LineReader in) throws IOException {
        Line line = line(in);
        Line first = line;
        List<String> texts = new ArrayList<>(4);
        texts.add(line.text());
        while (!line.last()) {
            if (texts.size() == MAX_LINES) {
                throw new MalformedReplyException("a reply of more than " + MAX_LINES + " lines");
            }
            line = line(in);
            if (line.code() != first.code()) {
                // RFC 5321 section 4.2.1: the code is the same on every line.
                throw new MalformedReplyException(
                        "a reply that begins with "
                                + first.code()
                                + " goes on with "
                                + line.code());
            }
            texts.add(line.text());
        }
        return new Reply(first.code(), first.status(), texts);
    }

    private static Line line(LineReader in) throws IOException {
        byte[] octets;
        try {
            octets = in.lineOctets();
        } catch (MalformedLineException e) {
            throw new MalformedReplyException("a reply line that is " + e.problem());
        }
        if (octets == null) {
            throw new EOFException("the connection ended where a reply was due");
        }
        return parse(new String(octets, StandardCharsets.UTF_8));
    }

    private static Line parse(String text) throws MalformedReplyException {
        int code = code(text);
        // RFC 5321 section 4.2: some servers send the code alone, without the blank after it.
        char mark = text.length() > 3 ? text.charAt(3) : ' ';
        if (code < 0 || (mark != ' ' && mark != '-')) {
            throw new MalformedReplyException("'" + Printable.of(text, 80) + "' is no reply");
        }
        String rest = text.length() > 4 ? text.substring(4) : "";
        int blank = rest.indexOf(' ');
        String word = blank < 0 ? rest : rest.substring(0, blank);
        Optional<EnhancedCode> status =
                word.length() <= 11 ? EnhancedCode.parse(word) : Optional.empty();
        if (status.isPresent() && status.get().status() == code / 100) {
            String after = blank < 0 ? "" : rest.substring(blank + 1);
            return new Line(code, mark == ' ', status.get(), shown(after));
        }
        return new Line(code, mark == ' ', null, shown(rest));
    }

    private static String shown(String text) {
        return Printable.of(text, MAX_LINE_OCTETS);
    }

    private static int code(String text) {
        if (text.length() < 3 || text.charAt(0) < '2' || text.charAt(0) > '5') {
            return -1;
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            code = code * 10 + c - '0';
        }
        return code;
    }
}
