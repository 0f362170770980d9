package org.hikyaku.app.server;

import java.security.Provider;
import java.security.Security;

/**
 * Amazon's Corretto Crypto Provider where it is there and works on this machine: RSA signing three
 * times as fast as the JDK's.
 */
public final class FastCrypto {

    private FastCrypto() {}

    /** Puts it first; whether it is there. */
    public static boolean install() {
        try {
            Class<?> type =
                    Class.forName(
                            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            if (!Boolean.TRUE.equals(healthy(type, provider))) {
                return false;
            }
            return Security.insertProviderAt(provider, 1) > 0
                    || Security.getProvider(provider.getName()) != null;
        } catch (ReflectiveOperationException | LinkageError _) {
            return false; // another system: the JDK's own does the same, more slowly
        }
    }

    private static Object healthy(Class<?> type, Provider provider)
            throws ReflectiveOperationException {
        return type.getMethod("getLoadingError").invoke(provider) == null;
    }
}
