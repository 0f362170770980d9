package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Map;
import org.hikyaku.neighbours.renewal.IniFile;

/**
 * A certificate that certbot renews.
 *
 * @param name of the file in {@code /etc/letsencrypt/renewal}, without {@code .conf}
 * @param authenticator how ownership is shown: {@code webroot}, {@code standalone}, {@code nginx},
 *     {@code dns-…}; empty where it is not said
 * @param webroots the folder for each name
 * @param hooks what is run, in the order pre, post, deploy; empty texts left out
 */
public record Lineage(
        String name,
        IniFile file,
        String authenticator,
        Map<String, IniFile.Entry> webroots,
        List<Hook> hooks) {

    /** Copies the collections. */
    public Lineage {
        webroots = Map.copyOf(webroots);
        hooks = List.copyOf(hooks);
    }

    /** The folder of its files, as services name it. */
    public String liveFolder() {
        return "/etc/letsencrypt/live/" + name + "/";
    }
}
