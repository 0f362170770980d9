package org.hikyaku.app.server;

import org.hikyaku.app.settings.Settings;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.inbound.DefaultPolicy;
import org.hikyaku.inbound.Policy;

/** What becomes of mail from strangers, as the settings have it. */
final class Policies {

    private Policies() {}

    static Policy of(Settings.Inbound inbound) {
        return switch (inbound.profile()) {
            case GMAIL -> new GmailPolicy();
            case STANDARD ->
                    new DefaultPolicy(
                            switch (inbound.dmarc()) {
                                case ENFORCE -> DmarcPolicy.Settings.DEFAULT;
                                case STRICT -> DmarcPolicy.Settings.RFC7489;
                                case OBSERVE -> new DmarcPolicy.Settings(false, true, false);
                            });
        };
    }
}
