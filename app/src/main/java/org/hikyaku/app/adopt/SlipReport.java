package org.hikyaku.app.adopt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.app.dns.Lines;
import org.hikyaku.neighbours.slips.Slip;
import org.hikyaku.neighbours.slips.SlipRule.Severity;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is wrong, the worst first: where, what is written, what really happens, what to do.
 */
record SlipReport(Lines lines, Locale locale) {

    private static final String INDENT = "   ";
    private static final int MAX_SHOWN_CHARS = 1000;

    void tell(List<Slip> slips) {
        if (slips.isEmpty()) {
            lines.say("", lines.text("slips.none"), Colour.ADD);
            return;
        }
        lines.say("", lines.text("slips.head", slips.size()), Colour.STRONG);
        for (int i = 0; i < slips.size(); i++) {
            lines.blank();
            tell(i + 1, slips.get(i));
        }
    }

    private void tell(int number, Slip slip) {
        String severity = lines.text("severity." + slip.rule().severity());
        String head = severity + ": " + shown(slip.what(locale));
        lines.say(number + ". ", head, colour(slip.rule().severity()));
        String place = slip.at().line() == 0 ? slip.at().path() : slip.at().toString();
        lines.say(INDENT, place, Colour.QUIET);
        if (!slip.written().isBlank()) {
            lines.say(INDENT, lines.text("slip.written", shown(slip.written().strip())));
        }
        lines.say(INDENT, lines.text("slip.effect", shown(slip.effect(locale))));
        lines.say(INDENT, lines.text("slip.fix", shown(slip.fix(locale))));
    }

    private static String shown(String foreign) {
        return Printable.of(foreign.replace('\t', ' '), MAX_SHOWN_CHARS);
    }

    private static Colour colour(Severity severity) {
        return switch (severity) {
            case BROKEN -> Colour.REMOVE;
            case EXPOSED -> Colour.CONFLICT;
            case FRAGILE -> Colour.CHANGE;
            case IDLE -> Colour.QUIET;
        };
    }

    List<Map<String, @Nullable Object>> data(List<Slip> slips) {
        return slips.stream().map(this::data).toList();
    }

    private Map<String, @Nullable Object> data(Slip slip) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", slip.rule().id());
        map.put("severity", slip.rule().severity().name().toLowerCase(Locale.ROOT));
        map.put("file", slip.at().path());
        map.put("line", slip.at().line());
        map.put("written", slip.written());
        map.put("what", slip.what(locale));
        map.put("effect", slip.effect(locale));
        map.put("fix", slip.fix(locale));
        return map;
    }
}
