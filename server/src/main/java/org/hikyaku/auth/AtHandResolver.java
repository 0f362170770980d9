package org.hikyaku.auth;

import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/**
 * Answers from what is at hand and never waits: a check whose records are all remembered needs no
 * thread of its own, which costs more than the check.
 *
 * @param inner whose {@link Resolver#known} it goes by
 */
record AtHandResolver(Resolver inner) implements Resolver {

    /** An answer is not at hand: the attempt has to be made again, by one who can wait. */
    static final class NotAtHandException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAtHandException() {
            super("not at hand", null, false, false);
        }
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        return inner.known(name, type).orElseThrow(NotAtHandException::new);
    }
}
