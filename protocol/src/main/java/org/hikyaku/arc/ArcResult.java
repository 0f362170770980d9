package org.hikyaku.arc;

import java.util.List;
import org.hikyaku.name.DomainName;

/**
 * The chain validation status of a message (RFC 8617 section 4.4).
 *
 * @param code none, pass or fail
 * @param reason one sentence for a person
 * @param sealers d= of each seal that was checked, from i=1; empty without a chain
 * @param oldestPass the lowest instance whose message signature still verifies, 0 for none (RFC
 *     8617 section 5.2)
 */
public record ArcResult(Code code, String reason, List<DomainName> sealers, int oldestPass) {

    /** No chain. */
    public static final ArcResult NONE =
            new ArcResult(Code.NONE, "the message has no ARC set", List.of(), 0);

    /** Copies the list. */
    public ArcResult {
        sealers = List.copyOf(sealers);
    }

    /** The status. */
    public enum Code {
        NONE,
        PASS,
        FAIL;

        /** The name as Authentication-Results writes it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
