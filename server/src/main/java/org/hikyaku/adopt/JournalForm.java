package org.hikyaku.adopt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.hikyaku.machine.FileState;
import org.hikyaku.machine.MachineFiles;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan as JSON, the files' contents beside it.
 *
 * @param json the plan; a content is told by its number
 * @param contents the contents of all files, before and after
 */
record JournalForm(byte[] json, List<byte[]> contents) {

    private static final int VERSION = 1;

    /** A thousand files in a plan have some 500 KB of JSON. */
    private static final long MAX_JSON_BYTES = 16 << 20;

    private static final class Writer {
        private final List<byte[]> contents = new ArrayList<>();

        Map<String, Object> step(Step step) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("note", step.note().key());
            map.put("details", step.note().details());
            map.put("checks", checks(step.checks()));
            switch (step) {
                case Step.Edit edit -> {
                    map.put("folders", edit.folders().stream().map(Writer::folder).toList());
                    map.put("files", edit.files().stream().map(this::change).toList());
                    map.put("tests", edit.tests());
                    map.put("activate", edit.activate());
                }
                case Step.Act act -> {
                    map.put("before", checks(act.before()));
                    map.put("forth", act.forth());
                    map.put("back", act.back());
                    map.put("checksBack", checks(act.checksBack()));
                    map.put("tables", act.tables().stream().map(this::table).toList());
                }
            }
            return map;
        }

        private static Map<String, Object> folder(Folder folder) {
            return Map.of(
                    "path", folder.path().toString(),
                    "uid", folder.uid(),
                    "gid", folder.gid(),
                    "mode", folder.mode());
        }

        private Map<String, Object> table(Table table) {
            return Map.of("table", change(table.table()), "copy", change(table.copy()));
        }

        private Map<String, Object> change(FileChange change) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", change.file().toString());
            map.put("stays", change.stays());
            state(map, "before", change.before());
            state(map, "after", change.after());
            return map;
        }

        private void state(Map<String, Object> map, String key, @Nullable FileState state) {
            if (state != null) {
                contents.add(state.octets());
                Map<String, Object> about = new LinkedHashMap<>();
                about.put("content", contents.size() - 1);
                about.put("sha256", state.digest());
                about.put("uid", state.uid());
                about.put("gid", state.gid());
                about.put("mode", state.mode());
                about.put("modified", state.modified().toString());
                map.put(key, about);
            }
        }

        private static List<Map<String, Object>> checks(List<Check> checks) {
            return checks.stream().map(Writer::check).toList();
        }

        private static Map<String, Object> check(Check check) {
            return switch (check) {
                case Check.Runs(var command) -> Map.of("kind", "runs", "command", command);
                case Check.MilterAnswers(var socket) ->
                        Map.of("kind", "milter", "socket", socket.toString());
                case Check.Unused(var socket) ->
                        Map.of("kind", "unused", "socket", socket.toString());
                case Check.Silent(var socket) ->
                        Map.of("kind", "silent", "socket", socket.toString());
                case Check.Greets(var server) ->
                        Map.of(
                                "kind",
                                "greets",
                                "host",
                                server.getHostString(),
                                "port",
                                server.getPort());
                case Check.Serves(var zone, var serial, var server) ->
                        Map.of(
                                "kind",
                                "serves",
                                "zone",
                                zone.ascii(),
                                "serial",
                                serial,
                                "host",
                                server.getHostString(),
                                "port",
                                server.getPort());
            };
        }
    }

    static JournalForm of(AdoptionPlan plan) {
        Writer writer = new Writer();
        List<Map<String, Object>> steps = plan.steps().stream().map(writer::step).toList();
        JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String text = mapper.writeValueAsString(Map.of("version", VERSION, "steps", steps));
        return new JournalForm(text.getBytes(StandardCharsets.UTF_8), writer.contents);
    }

    /** Reads what {@link #of} has made from a folder. */
    static AdoptionPlan read(Path home) throws IOException, JournalException {
        Path file = home.resolve(Journal.PLAN);
        if (Files.size(file) > MAX_JSON_BYTES) {
            throw damaged(file, "too large");
        }
        try {
            JsonNode root = new JsonMapper().readTree(Files.readAllBytes(file));
            if (root.path("version").asInt(0) != VERSION) {
                throw damaged(file, "written by another version of this program");
            }
            List<Step> steps = new ArrayList<>();
            for (JsonNode step : root.path("steps")) {
                steps.add(step(home, step));
            }
            return new AdoptionPlan(steps);
        } catch (JacksonException
                | IllegalArgumentException
                | DateTimeException
                | NoSuchElementException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        }
    }

    private static JournalException damaged(Path file, String why) {
        return new JournalException(JournalException.Reason.DAMAGED, file + ": " + why);
    }

    private static Step step(Path home, JsonNode node) throws IOException, JournalException {
        Note note = new Note(node.path("note").stringValue(), strings(node.path("details")));
        List<Check> checks = checks(node.path("checks"));
        if (node.has("forth")) {
            return new Step.Act(
                    note,
                    checks(node.path("before")),
                    commands(node.path("forth")),
                    commands(node.path("back")),
                    checks,
                    checks(node.path("checksBack")),
                    tables(home, node.path("tables")));
        }
        List<Folder> folders = new ArrayList<>();
        for (JsonNode folder : node.path("folders")) {
            folders.add(
                    new Folder(
                            Path.of(folder.path("path").stringValue()),
                            folder.path("uid").intValue(),
                            folder.path("gid").intValue(),
                            folder.path("mode").intValue()));
        }
        return new Step.Edit(
                note,
                folders,
                changes(home, node.path("files")),
                commands(node.path("tests")),
                commands(node.path("activate")),
                checks);
    }

    private static List<FileChange> changes(Path home, JsonNode list)
            throws IOException, JournalException {
        List<FileChange> files = new ArrayList<>();
        for (JsonNode change : list) {
            files.add(change(home, change));
        }
        return files;
    }

    private static FileChange change(Path home, JsonNode node)
            throws IOException, JournalException {
        return new FileChange(
                Path.of(node.path("file").stringValue()),
                state(home, node.path("before")),
                state(home, node.path("after")),
                node.path("stays").asBoolean(false));
    }

    private static List<Table> tables(Path home, JsonNode list)
            throws IOException, JournalException {
        List<Table> tables = new ArrayList<>();
        for (JsonNode table : list) {
            tables.add(
                    new Table(change(home, table.path("table")), change(home, table.path("copy"))));
        }
        return tables;
    }

    private static @Nullable FileState state(Path home, JsonNode node)
            throws IOException, JournalException {
        if (node.isMissingNode()) {
            return null;
        }
        Path content = home.resolve(Journal.name(node.path("content").intValue()));
        FileState state =
                new FileState(
                        MachineFiles.read(content)
                                .orElseThrow(() -> damaged(content, "it is gone"))
                                .octets(),
                        node.path("uid").intValue(),
                        node.path("gid").intValue(),
                        node.path("mode").intValue(),
                        Instant.parse(node.path("modified").stringValue()));
        if (!state.digest().equals(node.path("sha256").stringValue())) {
            throw damaged(content, "not what was saved");
        }
        return state;
    }

    private static List<Check> checks(JsonNode list) throws JournalException {
        List<Check> checks = new ArrayList<>();
        for (JsonNode node : list) {
            checks.add(check(node));
        }
        return checks;
    }

    private static Check check(JsonNode node) throws JournalException {
        String kind = node.path("kind").stringValue();
        return switch (kind) {
            case "runs" -> new Check.Runs(strings(node.path("command")));
            case "milter" -> new Check.MilterAnswers(socket(node));
            case "unused" -> new Check.Unused(socket(node));
            case "silent" -> new Check.Silent(socket(node));
            case "greets" -> new Check.Greets(server(node));
            case "serves" ->
                    new Check.Serves(
                            DomainName.of(node.path("zone").stringValue()),
                            node.path("serial").longValue(),
                            server(node));
            default ->
                    throw new JournalException(
                            JournalException.Reason.DAMAGED, "no check is called " + kind);
        };
    }

    private static MilterSocket socket(JsonNode node) {
        return MilterSocket.parse(node.path("socket").stringValue()).orElseThrow();
    }

    private static InetSocketAddress server(JsonNode node) {
        return new InetSocketAddress(node.path("host").stringValue(), node.path("port").intValue());
    }

    private static List<List<String>> commands(JsonNode list) {
        List<List<String>> commands = new ArrayList<>();
        list.forEach(command -> commands.add(strings(command)));
        return commands;
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(text -> strings.add(text.stringValue()));
        return strings;
    }
}
