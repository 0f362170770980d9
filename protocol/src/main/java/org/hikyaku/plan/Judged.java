package org.hikyaku.plan;

import java.util.List;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.spf.SpfResult;

/** The three verdicts on one message under one DNS. */
public record Judged(SpfResult spf, List<DkimResult> dkim, DmarcVerdict dmarc) {

    /** Copies the list. */
    public Judged {
        dkim = List.copyOf(dkim);
    }
}
