package org.hikyaku.findings;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Selectors that are tried where none is named. The DNS does not list them; a key under another one
 * is not found this way (Amazon SES, for one, gives each customer three random ones).
 */
public final class DkimSelectors {

    private static final List<String> WELL_KNOWN =
            List.of(
                    "google", // Google Workspace
                    "selector1", // Microsoft 365
                    "selector2",
                    "s1024", // Yahoo
                    "s2048",
                    "fm1", // Fastmail
                    "fm2",
                    "fm3",
                    "s1", // SendGrid, and by hand
                    "s2",
                    "k1", // Mailchimp, Mailgun
                    "k2",
                    "k3",
                    "mandrill",
                    "mailo",
                    "pm",
                    "mta",
                    "pic",
                    "zoho",
                    "zmail",
                    "protonmail",
                    "protonmail2",
                    "protonmail3",
                    "sig1", // iCloud
                    "amazonses",
                    "ses",
                    "mail",
                    "default", // the example of OpenDKIM
                    "dkim",
                    "dkim1",
                    "dkim2",
                    "key1",
                    "key2",
                    "smtp",
                    "mx",
                    "sel1",
                    "ed25519",
                    "rsa");

    /** Our own have lived this long when they are replaced. */
    private static final int OWN_MONTHS = 14;

    private DkimSelectors() {}

    /**
     * The known ones, and those that this program would have made in the months up to {@code now}.
     */
    public static List<String> known(YearMonth now) {
        List<String> all = new ArrayList<>(WELL_KNOWN);
        DateTimeFormatter month = DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT);
        for (int i = 0; i < OWN_MONTHS; i++) {
            String stem = "hk" + now.minusMonths(i).format(month);
            all.add(stem + "r");
            all.add(stem + "e");
        }
        return List.copyOf(all);
    }
}
