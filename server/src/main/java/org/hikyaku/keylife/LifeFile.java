package org.hikyaku.keylife;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.StoreException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far each key's life has come, in one file of the data folder. Written whole and moved into
 * place; changed under a lock that the commands and the server share. Safe for many threads.
 */
public final class LifeFile {

    /** 10,000 keys take 2 MB. */
    private static final long MAX_BYTES = 16L << 20;

    private static final int VERSION = 1;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();

    /** The file in the data folder {@code dir}; need not exist. */
    public LifeFile(Path dir) {
        this.file = dir.resolve("dkim-keys.json");
    }

    /** All keys whose life is written down. {@link StoreException} where it cannot be read. */
    public List<LivingKey> read() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new StoreException(file + " is longer than " + MAX_BYTES + " octets");
            }
            return parse(Files.readAllBytes(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Changes what is written down; durable on return. */
    List<LivingKey> change(UnaryOperator<List<LivingKey>> change) {
        lock.lock();
        try (FileChannel guard =
                        FileChannel.open(
                                file.resolveSibling("dkim-keys.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = guard.lock()) {
            List<LivingKey> before = read();
            List<LivingKey> after = change.apply(before);
            if (!after.equals(before)) {
                write(after);
            }
            return after;
        } catch (IOException e) {
            throw new StoreException(file + " cannot be written: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void write(List<LivingKey> keys) throws IOException {
        Path next = file.resolveSibling("dkim-keys.json.unfinished");
        ByteBuffer octets = ByteBuffer.wrap(text(keys));
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static byte[] text(List<LivingKey> keys) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("version", VERSION);
        ArrayNode list = root.putArray("keys");
        for (LivingKey key : keys) {
            ObjectNode node = list.addObject();
            node.put("domain", key.domain().ascii());
            node.put("selector", key.selector());
            node.put("algorithm", key.algorithm());
            StateJson.write(node, key.state());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    /** {@link IllegalArgumentException} for what is no such file. */
    static List<LivingKey> parse(byte[] octets) {
        try {
            return keys(new JsonMapper().readTree(octets));
        } catch (JacksonException | ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<LivingKey> keys(JsonNode root) {
        if (root.path("version").asInt(0) != VERSION) {
            throw new IllegalArgumentException("it is not of version " + VERSION);
        }
        List<LivingKey> keys = new ArrayList<>();
        for (JsonNode node : root.path("keys")) {
            keys.add(
                    new LivingKey(
                            DomainName.of(node.path("domain").asString("")),
                            node.path("selector").asString(""),
                            node.path("algorithm").asString(""),
                            StateJson.read(node)));
        }
        return List.copyOf(keys);
    }
}
