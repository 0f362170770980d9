package org.hikyaku.net;

import java.io.IOException;
import java.net.InetSocketAddress;

/** An address cannot be listened on; the message names it and says why. */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient InetSocketAddress address;

    ListenException(InetSocketAddress address, IOException cause) {
        super(
                "cannot listen on "
                        + address.getHostString()
                        + " port "
                        + address.getPort()
                        + ": "
                        + cause.getMessage(),
                cause);
        this.address = address;
    }

    /** The address that was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** Whether the system forbids it (ports below 1024), not that somebody else listens. */
    public boolean isForbidden() {
        String why = getCause() == null ? null : getCause().getMessage();
        return why != null && why.contains("ermission");
    }
}
