package org.hikyaku.submission;

import java.io.IOException;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;

/** Carries a refusal through a message sink, whose methods know nothing of SMTP. */
final class RefusedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ReplyException refusal;

    RefusedMessageException(ReplyException refusal) {
        super(refusal.causeForLog());
        this.refusal = refusal;
    }

    static RefusedMessageException of(int code, String status, String text) {
        return new RefusedMessageException(new ReplyException(Reply.of(code, status, text), text));
    }

    ReplyException refusal() {
        return refusal;
    }
}
