package org.hikyaku.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests from whatever provider stands first. */
final class Digests {

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
