package org.hikyaku.convergence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hikyaku.convergence.FollowedChange.Before;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.ChangeJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes that are followed, kept in a file, so that another process goes on where one ended. Of a
 * state only what cannot be seen again is kept: the moments since when.
 */
public final class FollowFile {

    /** 10,000 changes with keys take 10 MB. */
    private static final long MAX_BYTES = 64L << 20;

    private static final int VERSION = 1;

    private final Path file;

    /** Kept in {@code file}, which need not exist. */
    public FollowFile(Path file) {
        this.file = file;
    }

    /** Keeps {@code progress} in place of what is there. */
    public void write(Progress progress) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.write(next, text(progress));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(ObjectNode node, Progress.Entry entry) {
        FollowedChange followed = entry.followed();
        node.put("zone", followed.zone().ascii());
        node.put("writtenAt", followed.writtenAt().toString());
        followed.before().serial().ifPresent(s -> node.put("serialBefore", s));
        node.put("rememberedSeconds", followed.before().remembered().toSeconds());
        ChangeJson.write(node.putObject("change"), followed.change());
        switch (entry.state()) {
            case ChangeState.PrimaryAnswers(var since, var serial, _) -> {
                node.put("state", "primary answers");
                node.put("since", since.toString());
                node.put("serial", serial);
            }
            case ChangeState.ServersAnswer(var since, _, _) -> {
                node.put("state", "servers answer");
                node.put("since", since.toString());
            }
            case ChangeState.Usable(var since) -> {
                node.put("state", "usable");
                node.put("since", since.toString());
            }
            case ChangeState.Written _, ChangeState.SerialRaised _ -> node.put("state", "written");
        }
    }

    /**
     * What was kept; empty where nothing was.
     *
     * @throws IOException where the file cannot be read or is damaged
     */
    public Optional<Progress> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is longer than " + MAX_BYTES + " octets");
        }
        try {
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    static byte[] text(Progress progress) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("version", VERSION);
        root.put("at", progress.at().toString());
        ArrayNode list = root.putArray("changes");
        for (Progress.Entry entry : progress.entries()) {
            write(list.addObject(), entry);
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    /** {@link IllegalArgumentException} for what is no such file. */
    static Progress parse(byte[] octets) {
        try {
            return progress(new JsonMapper().readTree(octets));
        } catch (JacksonException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Forgets. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static Progress progress(JsonNode root) {
        if (root.path("version").asInt(0) != VERSION) {
            throw new IllegalArgumentException("it is not of version " + VERSION);
        }
        List<Progress.Entry> entries = new ArrayList<>();
        for (JsonNode node : root.path("changes")) {
            entries.add(entry(node));
        }
        return new Progress(instant(root, "at"), 0, entries);
    }

    private static Progress.Entry entry(JsonNode node) {
        JsonNode serial = node.path("serialBefore");
        FollowedChange followed =
                new FollowedChange(
                        DomainName.of(node.path("zone").asString("")),
                        ChangeJson.read(node.path("change")),
                        instant(node, "writtenAt"),
                        new Before(
                                serial.isIntegralNumber()
                                        ? OptionalLong.of(serial.longValue())
                                        : OptionalLong.empty(),
                                Duration.ofSeconds(node.path("rememberedSeconds").asLong(0))));
        return new Progress.Entry(followed, state(node, followed));
    }

    private static ChangeState state(JsonNode node, FollowedChange followed) {
        return switch (node.path("state").asString("")) {
            case "written" -> Convergence.start();
            case "primary answers" ->
                    new ChangeState.PrimaryAnswers(
                            instant(node, "since"), node.path("serial").asLong(0), List.of());
            case "servers answer" -> {
                Instant since = instant(node, "since");
                yield new ChangeState.ServersAnswer(
                        since, since.plus(followed.before().remembered()), List.of());
            }
            case "usable" -> new ChangeState.Usable(instant(node, "since"));
            default -> throw new IllegalArgumentException("a state is unknown");
        };
    }

    private static Instant instant(JsonNode node, String name) {
        return Instant.parse(node.path(name).asString(""));
    }
}
