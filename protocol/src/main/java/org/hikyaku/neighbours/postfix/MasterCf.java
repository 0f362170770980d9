package org.hikyaku.neighbours.postfix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.neighbours.text.SourceText;
import org.hikyaku.neighbours.text.SourceText.Splice;

/** {@code master.cf}: the services that Postfix runs (master(5)). */
public final class MasterCf {

    /** Fields of a service before its arguments. */
    private static final int FIELDS = 8;

    private final SourceText text;
    private final List<Service> services = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();

    private MasterCf(SourceText text) {
        this.text = text;
        for (LogicalLine line : LogicalLine.of(text)) {
            read(line);
        }
    }

    /** Reads a file. Never fails: what is wrong is in {@link #damages}. */
    public static MasterCf read(SourceText text) {
        return new MasterCf(text);
    }

    /**
     * One service.
     *
     * @param name such as {@code smtp} or {@code 127.0.0.1:10025}
     * @param type such as {@code inet}
     * @param columns private, unprivileged, chroot, wakeup and number of processes, as written
     * @param command the program, such as {@code smtpd}
     * @param options what {@code -o} says, in order; the last of a name counts
     * @param arguments what else follows the command
     */
    public record Service(
            String name,
            String type,
            List<String> columns,
            String command,
            List<Option> options,
            List<String> arguments,
            Place at,
            Lines lines) {

        /** Copies the lists. */
        public Service {
            columns = List.copyOf(columns);
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
        }

        /** The option of a name that counts. */
        public Optional<Option> option(String wanted) {
            return options.reversed().stream().filter(o -> o.name().equals(wanted)).findFirst();
        }

        /** What the column for chroot says: {@code y}, {@code n} or {@code -}. */
        public String chroot() {
            return columns.get(2);
        }
    }

    /** What {@code -o} says about one setting. */
    public record Option(String name, String value, Place at, Span span) {}

    /** Where an option lies; only an edit needs it. */
    public static final class Span {
        private final int start;
        private final int end;

        private Span(int start, int end) {
            this.start = start;
            this.end = end;
        }
    }

    /** Where a service lies; only an edit needs it. */
    public static final class Lines {
        private final LogicalLine line;

        private Lines(LogicalLine line) {
            this.line = line;
        }

        /** Its last line, from 1. */
        public int last() {
            return line.last() + 1;
        }
    }

    private record Token(String text, int start, int end) {}

    private void read(LogicalLine line) {
        int start = text.lineStart(line.first());
        if (line.beginsWithBlank(text)) {
            damages.add(text.damage(start, Damage.Expected.START_OF_LINE));
            return;
        }
        List<Token> tokens = new ArrayList<>();
        line.lines().forEach(l -> tokenize(l, tokens));
        if (tokens.size() < FIELDS) {
            damages.add(text.damage(start, Damage.Expected.SERVICE));
            return;
        }
        List<String> columns = new ArrayList<>();
        tokens.subList(2, FIELDS - 1).forEach(t -> columns.add(t.text()));
        List<Option> options = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        readArguments(tokens.subList(FIELDS, tokens.size()), options, arguments);
        services.add(
                new Service(
                        tokens.get(0).text(),
                        tokens.get(1).text(),
                        columns,
                        tokens.get(FIELDS - 1).text(),
                        options,
                        arguments,
                        text.place(start),
                        new Lines(line)));
    }

    /** Words of one line; {@code { … }} is one word, from Postfix 3.0 on. */
    private void tokenize(int line, List<Token> into) {
        int end = text.contentEnd(line);
        int at = LogicalLine.skipBlanks(text.chars(), text.lineStart(line), end);
        while (at < end) {
            int start = at;
            int depth = 0;
            while (at < end && (depth > 0 || !LogicalLine.isBlank(text.chars().charAt(at)))) {
                char c = text.chars().charAt(at++);
                boolean braced = text.chars().charAt(start) == '{';
                depth += braced && c == '{' ? 1 : braced && c == '}' ? -1 : 0;
            }
            into.add(new Token(text.shown(start, at), start, at));
            at = LogicalLine.skipBlanks(text.chars(), at, end);
        }
    }

    private void readArguments(List<Token> tokens, List<Option> options, List<String> arguments) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean apart = token.text().equals("-o") && i + 1 < tokens.size();
            if (apart || token.text().startsWith("-o") && token.text().indexOf('=') > 0) {
                Token value = apart ? tokens.get(++i) : token;
                readOption(
                        apart ? value.text() : value.text().substring(2),
                        new Span(token.start(), value.end()),
                        options);
            } else {
                arguments.add(token.text());
            }
        }
    }

    private void readOption(String written, Span span, List<Option> options) {
        String inner =
                written.startsWith("{") && written.endsWith("}")
                        ? written.substring(1, written.length() - 1)
                        : written;
        int sign = inner.indexOf('=');
        if (sign <= 0) {
            damages.add(text.damage(span.start, Damage.Expected.OPTION));
            return;
        }
        options.add(
                new Option(
                        inner.substring(0, sign).strip(),
                        inner.substring(sign + 1).strip(),
                        text.place(span.start),
                        span));
    }

    /** The file. */
    public SourceText text() {
        return text;
    }

    /** What could not be read. */
    public List<Damage> damages() {
        return List.copyOf(damages);
    }

    /** All services, in the order of the file. */
    public List<Service> services() {
        return List.copyOf(services);
    }

    /** The service of a name and type that counts: the last one. */
    public Optional<Service> service(String name, String type) {
        return services.reversed().stream()
                .filter(s -> s.name().equals(name) && s.type().equals(type))
                .findFirst();
    }

    /** Gives an option of a service a value: the one that counts is changed, or one is added. */
    public MasterCf setOption(Service service, String name, String value) {
        MainCf.checkOneLine(value);
        // A blank ends an option; braces keep it, and Postfix before 3.0 does not know them.
        boolean quoted = value.chars().anyMatch(c -> LogicalLine.isBlank((char) c));
        String written =
                quoted ? "-o { " + name + " = " + value + " }" : "-o " + name + "=" + value;
        Optional<Option> option = service.option(name);
        if (option.isPresent()) {
            Span span = option.get().span();
            return new MasterCf(text.with(new Splice(span.start, span.end, written)));
        }
        LogicalLine line = service.lines().line;
        return new MasterCf(
                text.with(text.insertLines(line.last() + 1, List.of(indent(line) + written))));
    }

    private String indent(LogicalLine line) {
        if (line.lines().size() < 2) {
            return "  ";
        }
        int start = text.lineStart(line.last());
        return text.shown(start, LogicalLine.skipBlanks(text.chars(), start, text.length()));
    }

    /** Takes an option away, and its line where nothing else is on it. */
    public MasterCf removeOption(Option option) {
        int first = text.lineIndex(option.span().start);
        int last = text.lineIndex(option.span().end - 1);
        int lineStart = text.lineStart(first);
        int content = LogicalLine.skipBlanks(text.chars(), lineStart, text.length());
        int end = text.contentEnd(last);
        boolean alone =
                content == option.span().start
                        && LogicalLine.skipBlanks(text.chars(), option.span().end, end) == end;
        if (alone) {
            return new MasterCf(text.with(new Splice(lineStart, text.lineStart(last + 1), "")));
        }
        int start = option.span().start;
        while (start > lineStart && LogicalLine.isBlank(text.chars().charAt(start - 1))) {
            start--;
        }
        boolean atLineStart = start == lineStart;
        return new MasterCf(
                text.with(
                        atLineStart
                                ? new Splice(option.span().start, option.span().end, "")
                                : new Splice(start, option.span().end, "")));
    }

    /** Gives a column of a service another value, such as the one for chroot, which is 4. */
    public MasterCf setColumn(Service service, int column, String value) {
        if (column < 2 || column >= FIELDS - 1) {
            throw new IllegalArgumentException("columns 2 to 6 can be set");
        }
        List<Token> tokens = new ArrayList<>();
        service.lines().line.lines().forEach(l -> tokenize(l, tokens));
        Token token = tokens.get(column);
        return new MasterCf(text.with(new Splice(token.start(), token.end(), value)));
    }

    /** Takes a service out of use, its text stays as a comment. */
    public MasterCf commentOut(Service service) {
        return new MasterCf(text.with(service.lines().line.marked(text, "#")));
    }

    /** Takes a service away; comments between its lines stay. */
    public MasterCf remove(Service service) {
        return new MasterCf(text.with(service.lines().line.removed(text, 0)));
    }

    /** Puts lines at the end of the file: a service and its options. */
    public MasterCf append(List<String> lines) {
        lines.forEach(MainCf::checkOneLine);
        return new MasterCf(text.with(text.insertLines(text.lineCount(), lines)));
    }
}
