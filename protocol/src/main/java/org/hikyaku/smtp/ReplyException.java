package org.hikyaku.smtp;

/**
 * The peer's fault, or our policy: ends the command, not the session. What the peer is told and
 * what the log says are two things.
 */
public final class ReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;
    private final String causeForLog;

    /** A refusal with {@code reply}; {@code causeForLog} never reaches the peer. */
    public ReplyException(Reply reply, String causeForLog) {
        super(causeForLog, null, false, false);
        this.reply = reply;
        this.causeForLog = causeForLog;
    }

    /** What the peer is told. */
    public Reply reply() {
        return reply;
    }

    /** What the log says. */
    public String causeForLog() {
        return causeForLog;
    }
}
