package org.hikyaku.certs;

/** Makes what an authority looks at. Safe for many threads. */
public interface Prover {

    /** The kind of challenge that it answers. */
    ProofKind kind();

    /**
     * Puts the proof where the authority looks for it, and returns when it is there for everybody.
     *
     * @return takes it away again
     * @throws CaException where that cannot be done
     */
    Proof prove(CaSession.Authorization authorization, CaSession.Challenge challenge)
            throws CaException;

    /** A proof that stands. */
    interface Proof extends AutoCloseable {
        /** Takes it away; what cannot be taken away is told to nobody: it harms nobody. */
        @Override
        void close();
    }
}
