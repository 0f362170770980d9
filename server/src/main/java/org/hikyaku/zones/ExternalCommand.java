package org.hikyaku.zones;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.machine.CommandRun;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import org.hikyaku.zones.PublishException.Progress;
import org.hikyaku.zones.PublishException.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes by a command of the administrator, for every provider that has no publisher of its own:
 * JSON on standard input, JSON on standard output; described in docs/publishers.md.
 */
final class ExternalCommand implements Publisher {

    private static final int MAX_SHOWN_CHARS = 300;

    /** RFC 1035 section 3.3.13: 32 bits. */
    private static final long MAX_SERIAL = 0xffff_ffffL;

    private final List<String> command;
    private final Duration limit;

    ExternalCommand(List<String> command, Duration limit) {
        this.command = List.copyOf(command);
        this.limit = limit;
    }

    @Override
    public String description() {
        return "the command " + Printable.of(command.getFirst(), MAX_SHOWN_CHARS);
    }

    @Override
    public Published publish(DomainName zone, List<RecordChange> changes) throws PublishException {
        CommandRun run;
        try {
            run = CommandRun.of(command, ChangeJson.command(zone, changes), limit);
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), Progress.none(changes));
        }
        return read(run, changes);
    }

    private Published read(CommandRun run, List<RecordChange> changes) throws PublishException {
        JsonNode answer = json(run);
        if (answer.isMissingNode()) {
            throw failed(
                    "it ended with status " + run.status() + " and no JSON: " + run.said(),
                    Progress.none(changes));
        }
        if (!answer.isObject() || answer.path("version").asInt(0) != ChangeJson.VERSION) {
            throw failed(
                    "its answer is not of version " + ChangeJson.VERSION + ": " + run.said(),
                    Progress.none(changes));
        }
        Set<Integer> changed = ids(answer.path("changed"), changes.size());
        Set<Integer> present = ids(answer.path("present"), changes.size());
        present.removeAll(changed);
        List<RecordChange> done = new ArrayList<>();
        List<RecordChange> left = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            (changed.contains(i) || present.contains(i) ? done : left).add(changes.get(i));
        }
        if (run.status() != 0 || !left.isEmpty()) {
            String problem = answer.path("problem").asString("");
            throw failed(
                    "it ended with status "
                            + run.status()
                            + ": "
                            + (problem.isEmpty()
                                    ? run.said()
                                    : Printable.of(problem, MAX_SHOWN_CHARS)),
                    new Progress(done, left));
        }
        return Published.done(changed.size(), present.size(), serial(answer));
    }

    private static JsonNode json(CommandRun run) {
        JsonMapper mapper = new JsonMapper();
        try {
            return mapper.readTree(run.output()); // missing where there is nothing
        } catch (JacksonException _) {
            return mapper.missingNode();
        }
    }

    private static Set<Integer> ids(JsonNode list, int size) {
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode node : list) {
            if (node.isInt() && node.intValue() >= 0 && node.intValue() < size) {
                ids.add(node.intValue());
            }
        }
        return ids;
    }

    private static OptionalLong serial(JsonNode answer) {
        long serial = answer.path("serial").asLong(-1);
        return serial < 0 || serial > MAX_SERIAL ? OptionalLong.empty() : OptionalLong.of(serial);
    }

    private PublishException failed(String problem, Progress progress) {
        return new PublishException(
                Reason.COMMAND,
                description() + ": " + problem,
                "run it by hand and see docs/publishers.md for what it has to answer",
                progress);
    }
}
