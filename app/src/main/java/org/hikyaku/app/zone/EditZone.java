package org.hikyaku.app.zone;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.wire.Printable;
import org.hikyaku.zonefile.RecordTypes;
import org.hikyaku.zonefile.ZoneChange;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZoneRecord;
import org.hikyaku.zoneio.Edited;
import org.hikyaku.zoneio.ZoneFileEditor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code zone add}, {@code zone set} and {@code zone remove} share. */
abstract class EditZone implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();
    @Mixin private ZoneTarget target = new ZoneTarget();

    @Parameters(
            index = "2",
            paramLabel = "NAME",
            description = "@, a name in the zone, or a whole name with its final dot")
    private String name = "";

    @Parameters(index = "3", paramLabel = "TYPE", description = "such as TXT")
    private String type = "";

    @Option(names = "--dry-run", description = "shows the lines and writes nothing")
    private boolean dryRun;

    @Option(
            names = "--include",
            paramLabel = "FILE",
            description = "an included file that may be changed; repeatable")
    private List<java.nio.file.Path> includes = List.of();

    /** The changes that are wanted. */
    abstract List<ZoneChange> changes(ZoneFile zone, ZoneName owner, int number)
            throws ZoneFileException;

    @Override
    public Integer call() {
        Locale locale = common.locale();
        Texts texts = ZoneTarget.texts(locale);
        int number = RecordTypes.number(type);
        if (number < 0) {
            throw new CommandFailure(texts.text("edit.type", Printable.of(type, 40)));
        }
        ZoneFileEditor editor =
                new ZoneFileEditor(
                        Clock.systemUTC(), ZoneId.systemDefault(), new HashSet<>(includes), null);
        try {
            ZoneName apex = ZoneName.of(target.origin());
            ZoneName owner = ZoneName.parse(octets(name), apex);
            ZoneFile zone = editor.read(target.file(), target.origin());
            ZoneFileEditor.Plan plan = editor.plan(zone, changes(zone, owner, number));
            Edited edited = dryRun ? null : editor.write(plan);
            tell(plan, edited, texts);
            return 0;
        } catch (ZoneFileException e) {
            throw ZoneTarget.failure(e, locale);
        }
    }

    private void tell(ZoneFileEditor.Plan plan, @Nullable Edited edited, Texts texts) {
        Output out = common.output();
        plan.diff().forEach(line -> out.line(spaced(line)));
        out.line(
                edited == null
                        ? texts.text("edit.dry")
                        : texts.text(
                                "edit.written",
                                edited.file(),
                                edited.backup().getFileName(),
                                target.origin().ascii()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("file", plan.file().toString());
        data.put("origin", target.origin().ascii());
        data.put("written", edited != null);
        data.put("backup", edited == null ? null : edited.backup().toString());
        data.put("diff", plan.diff());
        out.json(data);
    }

    /** Tabs as blanks to the columns where an editor shows them. */
    private static String spaced(String line) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            int width = c == '\t' ? 8 - (column + 7) % 8 : 1;
            text.append(c == '\t' ? " ".repeat(width) : String.valueOf(c));
            column += width;
        }
        return text.toString();
    }

    /** Zone files hold octets: UTF-8, one char each. */
    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * What is typed after the type. A text that was not quoted is one string, whatever is in it:
     * the shell has taken the quotation marks away.
     */
    static String data(List<String> words, int number) {
        String joined = octets(String.join(" ", words));
        boolean text = number == 16 && !joined.startsWith("\"") && !joined.startsWith("\\#");
        return text ? "\"" + joined.replace("\\", "\\\\").replace("\"", "\\\"") + "\"" : joined;
    }

    private static final String DATA = "the data, as a zone file writes them";

    /** {@code hikyaku zone add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Adds a record beside its like and raises the serial. The old file is kept as FILE.~N~.",
            footer = {"", "Example: hikyaku zone add example.com.zone example.com www A 192.0.2.1"})
    static final class Add extends EditZone {
        @Parameters(index = "4..*", arity = "1..*", paramLabel = "DATA", description = DATA)
        private List<String> words = List.of();

        @Option(names = "--ttl", paramLabel = "SECONDS", description = "its time to live")
        private @Nullable Long ttl;

        @Override
        List<ZoneChange> changes(ZoneFile zone, ZoneName owner, int number) {
            return List.of(
                    new ZoneChange.Add(
                            new ZoneChange.Item(owner, number, data(words, number), ttl)));
        }
    }

    /** {@code hikyaku zone set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Makes this the only record of its name and type, in the line where one is, and raises the serial.",
                "For TXT only the record of the same kind is replaced (v=spf1, v=DMARC1 and so on); others stay."
            },
            footer = {"", "Example: hikyaku zone set example.com.zone example.com @ MX 10 mail"})
    static final class SetRecord extends EditZone {
        @Parameters(index = "4..*", arity = "1..*", paramLabel = "DATA", description = DATA)
        private List<String> words = List.of();

        @Option(names = "--ttl", paramLabel = "SECONDS", description = "its time to live")
        private @Nullable Long ttl;

        @Override
        List<ZoneChange> changes(ZoneFile zone, ZoneName owner, int number)
                throws ZoneFileException {
            var wanted = new ZoneChange.Item(owner, number, data(words, number), ttl);
            List<ZoneRecord> present = new ArrayList<>();
            for (ZoneRecord record : zone.records(owner, number)) {
                if (number != 16
                        || kind(String.join("", record.strings()))
                                .equals(kind(unquoted(wanted.data())))) {
                    present.add(record);
                }
            }
            List<ZoneChange> changes = new ArrayList<>();
            for (ZoneRecord extra : present.subList(Math.min(1, present.size()), present.size())) {
                changes.add(new ZoneChange.Remove(extra.item()));
            }
            changes.add(
                    present.isEmpty()
                            ? new ZoneChange.Add(wanted)
                            : new ZoneChange.Replace(present.getFirst().item(), wanted));
            return changes;
        }

        /** What a text is: its version tag, or what stands before an equals sign. */
        private static String kind(String text) {
            String first = text.strip().split("[;\\s]", 2)[0].toLowerCase(Locale.ROOT);
            boolean version = first.startsWith("v=");
            int equals = first.indexOf('=');
            return version ? first : equals < 0 ? "" : first.substring(0, equals);
        }

        private static String unquoted(String data) {
            return data.startsWith("\"") ? data.substring(1) : data;
        }
    }

    /** {@code hikyaku zone remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description =
                    "Removes a record and raises the serial. Without DATA the name must have one record of the type.",
            footer = {
                "",
                "Example: hikyaku zone remove example.com.zone example.com www A 192.0.2.1"
            })
    static final class Remove extends EditZone {
        @Parameters(index = "4..*", arity = "0..*", paramLabel = "DATA", description = DATA)
        private List<String> words = List.of();

        @Override
        List<ZoneChange> changes(ZoneFile zone, ZoneName owner, int number) {
            if (!words.isEmpty()) {
                return List.of(
                        new ZoneChange.Remove(
                                new ZoneChange.Item(owner, number, data(words, number), null)));
            }
            List<ZoneRecord> present = zone.records(owner, number);
            if (present.size() != 1) {
                Texts texts = ZoneTarget.texts(locale());
                String shown = owner + " " + RecordTypes.name(number);
                throw new CommandFailure(
                        texts.text(
                                present.isEmpty() ? "edit.none" : "edit.several",
                                Printable.of(shown),
                                Integer.toString(present.size())));
            }
            return List.of(new ZoneChange.Remove(present.getFirst().item()));
        }
    }

    Locale locale() {
        return common.locale();
    }
}
