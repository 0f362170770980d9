package org.hikyaku.queue;

import org.hikyaku.name.DomainName;

/** Signs what this server writes itself. */
@FunctionalInterface
public interface MessageSigner {

    /**
     * The signature fields of {@code domain} to put before {@code message}, CRLF line ends; empty
     * where it has no keys.
     */
    byte[] sign(byte[] message, DomainName domain);
}
