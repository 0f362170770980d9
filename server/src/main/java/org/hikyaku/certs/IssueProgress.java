package org.hikyaku.certs;

/** Is told each step of an order once it is done and written down. */
@FunctionalInterface
public interface IssueProgress {

    /** The steps in their order. */
    enum Step {
        /** The key of the certificate to come is on the disk. */
        KEY_KEPT,
        /** The order is begun and its URL is on the disk. */
        ORDERED,
        /** Everything that the authority will look at is there. */
        PROOFS_READY,
        /** The authority has seen them. */
        PROVEN,
        /** The request for the certificate is handed in. */
        REQUESTED,
        /** The certificate is fetched. */
        ISSUED,
        /** It is laid down, in the place of the one before. */
        LAID_DOWN
    }

    /** {@code name} has come to {@code step}. */
    void step(String name, Step step);
}
