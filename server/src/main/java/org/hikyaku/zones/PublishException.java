package org.hikyaku.zones;

import java.util.List;
import org.hikyaku.dns.RecordChange;
import org.jspecify.annotations.Nullable;

/** Changes that could not be published, or not all of them. */
public final class PublishException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The server or the program cannot be reached or did not answer in time. */
        UNREACHABLE,
        /** The server does not know the key or password, or its clock differs. */
        CREDENTIALS,
        /** The server knows us and will not do it. */
        REFUSED,
        /** The zone is not as it was when the changes were planned: plan again. */
        CONFLICT,
        /** The zone is kept by the server itself (dynamic, with a journal): use an update. */
        DYNAMIC_ZONE,
        /** The zone file or a record cannot be read or written. */
        ZONE,
        /** A command failed. */
        COMMAND
    }

    private final Reason reason;
    private final String remedy;
    private final transient List<RecordChange> done;
    private final transient List<RecordChange> left;

    /**
     * A failure.
     *
     * @param problem what failed, one line, printable, without secrets
     * @param remedy what to do about it, one line
     */
    public PublishException(Reason reason, String problem, String remedy, Progress progress) {
        this(reason, problem, remedy, progress, null);
    }

    /** As above, with its cause. */
    public PublishException(
            Reason reason,
            String problem,
            String remedy,
            Progress progress,
            @Nullable Throwable cause) {
        super(problem, cause);
        this.reason = reason;
        this.remedy = remedy;
        this.done = progress.done();
        this.left = progress.left();
    }

    /**
     * How far it came.
     *
     * @param done carried out and there to stay
     * @param left not carried out
     */
    public record Progress(List<RecordChange> done, List<RecordChange> left) {
        /** Copies the lists. */
        public Progress {
            done = List.copyOf(done);
            left = List.copyOf(left);
        }

        /** Nothing was done. */
        public static Progress none(List<RecordChange> changes) {
            return new Progress(List.of(), changes);
        }

        /** The first {@code count} were done. */
        public static Progress after(int count, List<RecordChange> changes) {
            return new Progress(changes.subList(0, count), changes.subList(count, changes.size()));
        }
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }

    /** What is carried out already. */
    public List<RecordChange> done() {
        return done;
    }

    /** What is still to be carried out: publishing it again continues. */
    public List<RecordChange> left() {
        return left;
    }
}
