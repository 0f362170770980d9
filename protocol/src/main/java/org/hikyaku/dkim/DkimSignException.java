package org.hikyaku.dkim;

import java.io.IOException;

/**
 * A message that is not signed, because the signature would not verify or would prove nothing. The
 * message of the exception is the reason, for a person. An {@link IOException}, so that it passes
 * through a {@link org.hikyaku.message.MessageSink}.
 */
public final class DkimSignException extends IOException {

    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public DkimSignException(String reason) {
        super(reason);
    }
}
