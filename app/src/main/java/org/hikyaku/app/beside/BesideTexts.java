package org.hikyaku.app.beside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import org.hikyaku.app.console.Texts;
import org.hikyaku.opendkim.ConfigNote;
import org.hikyaku.signing.SigningReason;

/** Notes and reasons in words. */
public final class BesideTexts {

    private final Texts texts;

    private BesideTexts(Texts texts) {
        this.texts = texts;
    }

    /** In the language of {@code locale}. */
    public static BesideTexts in(Locale locale) {
        return new BesideTexts(Texts.of(BesideTexts.class, "BesideMessages", locale));
    }

    /** The text under {@code key}. */
    String text(String key, Object... arguments) {
        return texts.text(key, arguments);
    }

    /** {@code file:line: level: what was read, and what was expected}. */
    public String note(ConfigNote note) {
        String level = texts.text("level." + word(note.level()));
        return note.place() + ": " + level + " " + what(note);
    }

    private String what(ConfigNote note) {
        List<Object> details = new ArrayList<>();
        for (String detail : note.details()) {
            details.add(texts.phrase(detail));
        }
        return switch (note.kind()) {
            case NO_EFFECT, DIFFERENT -> note.details().getFirst() + ": " + reason(note, details);
            case UNKNOWN_OPTION ->
                    texts.text(
                            note.details().get(1).isEmpty()
                                    ? "note.UNKNOWN_OPTION"
                                    : "note.UNKNOWN_OPTION.meant",
                            details.toArray());
            default -> texts.text("note." + note.kind(), details.toArray());
        };
    }

    /** Why a setting has no effect, or another one; the table has a line for each. */
    private String reason(ConfigNote note, List<Object> details) {
        String name = note.details().getFirst();
        try {
            return texts.text(word(note.kind()) + "." + name, details.toArray());
        } catch (MissingResourceException _) {
            return texts.text("no-effect");
        }
    }

    /** One step of a decision. */
    public String reason(SigningReason reason) {
        return texts.text("why." + reason.kind(), reason.details().toArray());
    }

    /** A note as data. */
    public static Map<String, Object> data(ConfigNote note) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("level", word(note.level()));
        row.put("kind", word(note.kind()));
        row.put("file", note.place().file());
        row.put("line", note.place().line());
        row.put("details", note.details());
        return row;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
