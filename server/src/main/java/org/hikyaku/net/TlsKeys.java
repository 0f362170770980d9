package org.hikyaku.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the server shows itself with. {@link #replace} swaps them all at once: connections
 * that are open keep theirs, the next one gets the new. Safe for many threads.
 */
public final class TlsKeys {

    private record Generation(long number, List<TlsKey> keys, @Nullable Generation before) {}

    private final ReentrantLock replacing = new ReentrantLock();
    private volatile Generation current;

    /**
     * Keys to begin with, the one for clients that do not say which name they want first; at least
     * one.
     */
    public TlsKeys(List<TlsKey> keys) {
        current = new Generation(1, checked(keys), null);
    }

    private static List<TlsKey> checked(List<TlsKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a server needs at least one TLS key");
        }
        return List.copyOf(keys);
    }

    /** From now on these keys; at least one. */
    public void replace(List<TlsKey> keys) {
        List<TlsKey> next = checked(keys);
        replacing.lock();
        try {
            Generation now = current;
            // Handshakes that are under way may still ask for the generation before, not for older.
            Generation before = new Generation(now.number(), now.keys(), null);
            current = new Generation(now.number() + 1, next, before);
        } finally {
            replacing.unlock();
        }
    }

    /** The keys that are shown now. */
    public List<TlsKey> keys() {
        return current.keys();
    }

    X509KeyManager keyManager() {
        return new Chooser();
    }

    /**
     * An alias is {@code generation.position}. TLS asks for one kind of key after the other: where
     * only a key of another kind has the wanted name, this kind is passed over.
     */
    private @Nullable String choose(String keyType, Optional<String> wanted) {
        Generation generation = current;
        int fallback = -1;
        boolean coveredByOther = false;
        for (int i = 0; i < generation.keys().size(); i++) {
            TlsKey key = generation.keys().get(i);
            boolean fits = fits(keyType, key.key().getAlgorithm());
            boolean covers = wanted.isPresent() && key.covers(wanted.get());
            if (fits && covers) {
                return generation.number() + "." + i;
            }
            coveredByOther |= covers;
            fallback = fits && fallback < 0 ? i : fallback;
        }
        return fallback < 0 || coveredByOther ? null : generation.number() + "." + fallback;
    }

    private static boolean fits(String keyType, String algorithm) {
        // TLS 1.2 suites ask for names such as EC_EC as well.
        return keyType.equals(algorithm)
                || keyType.startsWith(algorithm + "_")
                || (algorithm.equals("EdDSA") && keyType.startsWith("Ed"));
    }

    private @Nullable TlsKey find(String alias) {
        int dot = alias.indexOf('.');
        long number = Long.parseLong(alias.substring(0, dot));
        Generation generation = current;
        if (generation.number() != number && generation.before() != null) {
            generation = generation.before();
        }
        int position = Integer.parseInt(alias.substring(dot + 1));
        return generation.number() == number ? generation.keys().get(position) : null;
    }

    private static Optional<String> wantedName(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName().toLowerCase(Locale.ROOT));
                }
            }
        }
        return Optional.empty();
    }

    /** What JSSE asks during a handshake; a server never needs the client's half. */
    private final class Chooser extends X509ExtendedKeyManager {
        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
            return choose(keyType, wantedName(session));
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return choose(
                    keyType, wantedName(engine == null ? null : engine.getHandshakeSession()));
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            TlsKey key = find(alias);
            return key == null ? null : key.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            TlsKey key = find(alias);
            return key == null ? null : key.key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            List<String> aliases = new ArrayList<>(1);
            String alias = choose(keyType, Optional.empty());
            if (alias != null) {
                aliases.add(alias);
            }
            return aliases.toArray(String[]::new);
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
