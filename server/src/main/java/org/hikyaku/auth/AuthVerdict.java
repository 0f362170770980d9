package org.hikyaku.auth;

import java.util.List;
import org.hikyaku.arc.ArcResult;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.spf.SpfResult;

/**
 * All that was found out about who sent a message.
 *
 * @param spf the check of MAIL FROM, or of HELO where MAIL FROM is {@code <>}
 * @param helo the check of the HELO name on its own (RFC 7208 section 2.3)
 * @param dkim one result per signature, in the order of the message; empty where there is none
 * @param arc the chain
 * @param dmarc what the author domain asks for
 */
public record AuthVerdict(
        SpfResult spf, SpfResult helo, List<DkimResult> dkim, ArcResult arc, DmarcVerdict dmarc) {

    /** Copies the list. */
    public AuthVerdict {
        dkim = List.copyOf(dkim);
    }
}
