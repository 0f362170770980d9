package org.hikyaku.tlspolicy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.name.DomainName;

/** Keeps policies in a folder, one file for each domain: id and end in the first line. */
public final class StsFolder implements StsMemory {

    /** Domains with a policy are some thousands in the whole world. */
    private static final int MAX_FILES = 20_000;

    private static final int MAX_OCTETS = MtaStsPolicy.MAX_OCTETS + 100;

    private static final Pattern HEAD =
            Pattern.compile("id=([A-Za-z0-9]{1,32}) until=([0-9]{1,12})");

    private final Path folder;
    private final BiConsumer<String, IOException> trouble;

    /**
     * A folder, made where it is absent.
     *
     * @param trouble is told what cannot be kept
     */
    public StsFolder(Path folder, BiConsumer<String, IOException> trouble) {
        this.folder = folder;
        this.trouble = trouble;
    }

    private Path file(DomainName domain) {
        return folder.resolve(domain.ascii() + ".policy");
    }

    @Override
    public Optional<StsState.Known> find(DomainName domain) {
        if (!domain.isHostName()) {
            return Optional.empty(); // and no name of a file
        }
        try {
            Path file = file(domain);
            return Files.exists(file) && Files.size(file) <= MAX_OCTETS
                    ? parsed(Files.readString(file, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            trouble.accept("the policy of " + domain + " cannot be read", e);
            return Optional.empty();
        }
    }

    static Optional<StsState.Known> parsed(String text) {
        int end = text.indexOf('\n');
        Matcher head = HEAD.matcher(end < 0 ? "" : text.substring(0, end));
        if (!head.matches()) {
            return Optional.empty();
        }
        String body = text.substring(end + 1);
        try {
            return Optional.of(
                    new StsState.Known(
                            MtaStsPolicy.parse(body),
                            head.group(1),
                            body,
                            Instant.ofEpochSecond(Long.parseLong(head.group(2))),
                            ""));
        } catch (MtaStsPolicy.Malformed _) {
            return Optional.empty(); // damaged: it is fetched again
        }
    }

    @Override
    public void keep(DomainName domain, StsState.Known policy) {
        try {
            Files.createDirectories(folder);
            Path file = file(domain);
            if (!Files.exists(file) && isFull()) {
                return;
            }
            Path next = Files.createTempFile(folder, "policy", ".new");
            String head = "id=" + policy.id() + " until=" + policy.until().getEpochSecond() + "\n";
            Files.writeString(next, head + policy.text());
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            trouble.accept("the policy of " + domain + " cannot be kept", e);
        }
    }

    private boolean isFull() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MAX_FILES).count() == MAX_FILES;
        }
    }
}
