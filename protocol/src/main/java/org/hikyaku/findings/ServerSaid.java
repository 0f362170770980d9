package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.hikyaku.dns.Answer;
import org.hikyaku.name.DomainName;

/** What one name server said. */
public sealed interface ServerSaid {

    /** It was not asked: a zone from a file, or no connections wanted. */
    record NotAsked() implements ServerSaid {}

    /** It did not answer. */
    record Silent(String detail) implements ServerSaid {}

    /**
     * It answered.
     *
     * @param answer of its answer section
     * @param authoritative whether it says that it is the authority (AA)
     * @param recursive whether it offers to ask others (RA)
     * @param referral the servers below, where it only knows who knows (RFC 1034 section 4.3.2)
     * @param glue addresses that came with it
     */
    record Reply(
            Answer answer,
            boolean authoritative,
            boolean recursive,
            List<DomainName> referral,
            Map<DomainName, List<InetAddress>> glue)
            implements ServerSaid {
        /** Copies. */
        public Reply {
            referral = List.copyOf(referral);
            glue = Map.copyOf(glue);
        }

        /** An answer of an authority. */
        public static Reply of(Answer answer) {
            return new Reply(answer, true, false, List.of(), Map.of());
        }
    }
}
