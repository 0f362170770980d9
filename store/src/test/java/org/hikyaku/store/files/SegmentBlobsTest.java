package org.hikyaku.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was acknowledged is on the disk, whatever the disk and the threads do. */
final class SegmentBlobsTest {

    private static final int SEGMENT = 250_000;
    private static final int GREAT = 3 * SegmentBlobs.SMALL_BYTES;

    @TempDir Path folder;
    private final FailingDisk disk = new FailingDisk();
    private SegmentBlobs blobs;

    @BeforeEach
    void open() {
        blobs = new SegmentBlobs(folder, disk, SEGMENT);
    }

    @AfterEach
    void close() {
        blobs.close();
        assertThat(disk.open()).as("files that stay open").isZero();
    }

    private BlobRef write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private BlobRef write(byte[] octets) throws IOException {
        try (Blobs.Writer writer = blobs.create()) {
            writer.write(octets, 0, octets.length);
            return writer.commit();
        }
    }

    private String text(BlobRef ref) throws IOException {
        try (InputStream in = blobs.open(ref)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void afterAFailedSyncTheFileIsGivenUp() throws IOException {
        BlobRef first = write("first");
        disk.onSync = FailingDisk.BROKEN;
        assertThatThrownBy(() -> write("second")).isInstanceOf(IOException.class);
        disk.onSync = FailingDisk.NONE; // as the system: the next sync succeeds
        int before = disk.written().size();
        BlobRef third = write("third");
        assertThat(third.segment()).isNotEqualTo(first.segment());
        assertThat(disk.written().subList(before, before + 1))
                .containsExactly(String.format("%016x.seg", third.segment()));
        assertThat(text(first)).isEqualTo("first");
        assertThat(text(third)).isEqualTo("third");
        assertThat(disk.open()).isEqualTo(1);
    }

    @Test
    void whoWaitsForASyncThatFailsIsNotAcknowledged() throws Exception {
        BlobRef first = write("first");
        int writers = 12;
        CountDownLatch all = new CountDownLatch(writers);
        disk.writes = all;
        disk.onSync =
                () -> {
                    await(all);
                    disk.onSync = FailingDisk.NONE;
                    FailingDisk.BROKEN.strike();
                };
        List<Future<BlobRef>> refs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                String text = "message " + i;
                refs.add(threads.submit(() -> write(text)));
            }
        }
        for (Future<BlobRef> ref : refs) {
            assertThatThrownBy(ref::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
        assertThat(text(first)).isEqualTo("first");
        assertThat(text(write("after"))).isEqualTo("after");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aFaultOfOursInASyncLeavesNobodyWaiting() throws IOException {
        disk.onSync =
                () -> {
                    throw new IllegalStateException("a fault");
                };
        assertThatThrownBy(() -> write("first")).isInstanceOf(IllegalStateException.class);
        disk.onSync = FailingDisk.NONE;
        assertThat(text(write("second"))).isEqualTo("second");
    }

    @Test
    void halfAMessageHarmsNoOther() throws IOException {
        BlobRef first = write("first");
        disk.onWrite = FailingDisk.FULL;
        assertThatThrownBy(() -> write("second")).hasMessageContaining("No space left");
        disk.onWrite = FailingDisk.NONE;
        assertThat(text(write("third"))).isEqualTo("third");
        assertThat(text(first)).isEqualTo("first");
    }

    @Test
    void aFullDiskIsNotFilledWithFiles() throws IOException {
        for (int size : new int[] {10, GREAT}) {
            for (int i = 0; i < 20; i++) {
                disk.onWrite = FailingDisk.FULL;
                assertThatThrownBy(() -> write(new byte[size])).isInstanceOf(IOException.class);
                disk.onWrite = FailingDisk.NONE;
                disk.onFolder = FailingDisk.FULL;
                assertThatThrownBy(() -> write(new byte[size])).isInstanceOf(IOException.class);
                disk.onFolder = FailingDisk.NONE;
                disk.onSync = FailingDisk.FULL;
                assertThatThrownBy(() -> write(new byte[size])).isInstanceOf(IOException.class);
                disk.onSync = FailingDisk.NONE;
            }
        }
        assertThat(files()).isEmpty();
        assertThat(disk.open()).isZero();
    }

    @Test
    void whatWasNotWrittenToItsEndIsNotCommitted() {
        try (Blobs.Writer writer = blobs.create()) {
            disk.onCreate = FailingDisk.FULL;
            assertThatThrownBy(() -> writer.write(new byte[GREAT], 0, GREAT))
                    .isInstanceOf(IOException.class);
            disk.onCreate = FailingDisk.NONE;
            assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, GREAT})
    void anInterruptReachesNeitherTheMessageNorTheOthers(int size) throws Exception {
        BlobRef before = write("before");
        CountDownLatch ended = new CountDownLatch(1);
        List<Object> seen = new ArrayList<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    Thread.currentThread().interrupt();
                                    try {
                                        seen.add(write(new byte[size]));
                                    } catch (IOException e) {
                                        seen.add(e);
                                    }
                                    seen.add(Thread.currentThread().isInterrupted());
                                    ended.countDown();
                                });
        ended.await();
        thread.join();
        assertThat(seen).last().isEqualTo(true);
        assertThat(seen.getFirst()).isInstanceOf(BlobRef.class);
        assertThat(text((BlobRef) seen.getFirst())).hasSize(size);
        assertThat(write("after").segment()).as("the shared file").isEqualTo(before.segment());
    }

    @Test
    void anInterruptDuringTheSyncHarmsNobody() throws Exception {
        CountDownLatch syncing = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        disk.onSync =
                () -> {
                    disk.onSync = FailingDisk.NONE;
                    syncing.countDown();
                    try {
                        interrupted.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt(); // it stays, as on a real disk
                    }
                };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<BlobRef> leader = threads.submit(() -> write("leader"));
            syncing.await();
            Future<BlobRef> other = threads.submit(() -> write("other"));
            leader.cancel(true);
            interrupted.countDown();
            assertThat(text(other.get())).isEqualTo("other");
        }
    }

    @Test
    void fullFilesAreClosed() throws IOException {
        for (int i = 0; i < 20; i++) {
            write(new byte[100_000]);
            assertThat(disk.open()).isLessThanOrEqualTo(1);
        }
        for (int i = 0; i < 5; i++) {
            write(new byte[GREAT]);
            assertThat(disk.open()).isLessThanOrEqualTo(1);
        }
        assertThat(files()).hasSizeGreaterThan(10);
    }

    @Test
    void filesAreForThisUserOnly() throws IOException {
        write("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())))
                .isEqualTo("rw-------");
    }

    @Test
    void sweepsWhatThisProcessHasWritten() throws IOException {
        Instant later = Instant.now().plus(Duration.ofHours(5));
        BlobRef shared = write("shared");
        BlobRef great = write(new byte[GREAT]);
        assertThat(blobs.sweep(Set.of(), later)).as("their rows may be on the way").isZero();
        assertThat(text(shared)).isEqualTo("shared");
        assertThat(blobs.sweep(Set.of(great.segment()), later)).isEqualTo(1);
        assertThat(text(great)).hasSize(GREAT);
        assertThat(blobs.sweep(Set.of(), later)).as("unnamed for the first time").isZero();
        assertThat(blobs.sweep(Set.of(), later)).isEqualTo(1);
        assertThat(files()).isEmpty();
        assertThat(write("next").segment()).isGreaterThan(great.segment());
    }

    @Test
    void sweepsNothingThatIsWritten() throws IOException {
        Instant later = Instant.now().plus(Duration.ofHours(5));
        try (Blobs.Writer writer = blobs.create()) {
            writer.write(new byte[GREAT], 0, GREAT);
            assertThat(blobs.sweep(Set.of(), later)).isZero();
            assertThat(blobs.sweep(Set.of(), later)).isZero();
            BlobRef ref = writer.commit();
            assertThat(blobs.sweep(Set.of(), later)).as("committed, not yet named").isZero();
            assertThat(blobs.sweep(Set.of(ref.segment()), later)).isZero();
            assertThat(text(ref)).hasSize(GREAT);
        }
    }

    @Test
    void sweepsNothingYoung() throws IOException {
        BlobRef ref = write("young");
        blobs.close();
        blobs = new SegmentBlobs(folder, disk, SEGMENT);
        for (int i = 0; i < 3; i++) {
            assertThat(blobs.sweep(Set.of(), Instant.now().plus(Duration.ofHours(3)))).isZero();
        }
        assertThat(text(ref)).isEqualTo("young");
    }
}
