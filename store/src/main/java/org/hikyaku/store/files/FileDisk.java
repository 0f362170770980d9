package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The system's files.
 *
 * <p>An interrupt closes the channel that the interrupted thread works on, for all who share it. So
 * each operation runs on a thread of its own, which nobody knows and nobody can interrupt.
 */
final class FileDisk implements Disk {

    private interface Work {
        void run() throws IOException;
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        return new ChannelFile(channel);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            uninterrupted(() -> channel.force(true));
        }
    }

    /** Waits for the end of {@code work}; an interrupt stays noted for later. */
    private static void uninterrupted(Work work) throws IOException {
        CompletableFuture<@Nullable IOException> ended = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                work.run();
                                ended.complete(null);
                            } catch (IOException e) {
                                ended.complete(e);
                            } catch (RuntimeException | Error e) {
                                ended.completeExceptionally(e); // the waiting thread throws it
                            }
                        });
        IOException problem = ended.join();
        if (problem != null) {
            throw problem;
        }
    }

    private record ChannelFile(FileChannel channel) implements OpenFile {

        @Override
        public void write(ByteBuffer octets, long position) throws IOException {
            uninterrupted(
                    () -> {
                        long at = position;
                        while (octets.hasRemaining()) {
                            at += channel.write(octets, at);
                        }
                    });
        }

        @Override
        public void sync() throws IOException {
            uninterrupted(() -> channel.force(false));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
