package org.hikyaku.receivers;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.hikyaku.smtp.Reply;

/** Replies of Gmail, Microsoft, Yahoo and others to their causes and fixes. */
public final class Diagnoses {

    /** A reply has some 1,000 characters; what comes later in a longer one is not looked at. */
    public static final int MAX_CHARS = 8192;

    /** Code and status that stand on each line of a reply, left over where lines were joined. */
    private static final Pattern LINE_START =
            Pattern.compile(
                    "(?<![0-9.])[245][0-9]{2}[- ][245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.])");

    private static final Pattern STATUS =
            Pattern.compile("(?<![0-9.])[245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.])");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final Map<KnownReply, Diagnosis> TEXTS = texts();

    private Diagnoses() {}

    /** What {@code reply} means; empty for one that is not known. */
    public static Optional<Diagnosis> explain(Reply reply) {
        String status = reply.status() == null ? "" : reply.status().toString();
        return explain(status, reply.text());
    }

    /**
     * As {@link #explain(Reply)}, from a status and the text. The text may be that of a bounce,
     * with the codes of each line within it.
     *
     * @param status such as {@code 5.7.26}; empty where there is none, or where it stands in the
     *     text only
     */
    public static Optional<Diagnosis> explain(String status, String text) {
        String cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
        String code = status.isEmpty() ? statusIn(cut) : status;
        String words =
                BLANKS.matcher(LINE_START.matcher(cut).replaceAll(" "))
                        .replaceAll(" ")
                        .toLowerCase(Locale.ROOT);
        for (KnownReply known : KnownReply.values()) {
            if (known.fits(code, words)) {
                return Optional.ofNullable(TEXTS.get(known));
            }
        }
        return Optional.empty();
    }

    private static String statusIn(String text) {
        var found = STATUS.matcher(text);
        return found.find() ? found.group() : "";
    }

    private static Map<KnownReply, Diagnosis> texts() {
        Properties english = load("Diagnoses.properties");
        Properties japanese = load("Diagnoses_ja.properties");
        Map<KnownReply, Diagnosis> texts = new EnumMap<>(KnownReply.class);
        for (KnownReply known : KnownReply.values()) {
            texts.put(
                    known,
                    new Diagnosis(
                            text(english, known + ".cause"),
                            text(english, known + ".fix"),
                            text(japanese, known + ".cause"),
                            text(japanese, known + ".fix")));
        }
        return Map.copyOf(texts);
    }

    private static String text(Properties texts, String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("no text for " + key);
        }
        return text;
    }

    private static Properties load(String name) {
        try (InputStream in = Diagnoses.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the program");
            }
            Properties texts = new Properties();
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            texts.load(reader);
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
