package org.hikyaku.app.admin;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Store;

/** A pair of DKIM keys that a domain has been given. */
record NewKeys(DomainName domain, List<DkimKeyPair> keys) {

    private static final int RSA_BITS = 2048;

    /**
     * Makes and keeps one key of each kind (RFC 8463 section 3: Ed25519 alone is not enough yet).
     * The selectors tell the month, so that later ones differ.
     */
    static NewKeys make(Store store, DomainName domain) {
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        String stem = "hk" + today.format(DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT));
        DkimKeyPair rsa =
                new DkimKeyPair(
                        domain,
                        stem + "r",
                        DkimKeyPair.Algorithm.RSA_SHA256,
                        DkimKeys.generateRsa(RSA_BITS));
        DkimKeyPair ed25519 =
                new DkimKeyPair(
                        domain,
                        stem + "e",
                        DkimKeyPair.Algorithm.ED25519_SHA256,
                        DkimKeys.generateEd25519());
        keep(store, rsa, "rsa");
        keep(store, ed25519, "ed25519");
        return new NewKeys(domain, List.of(rsa, ed25519));
    }

    private static void keep(Store store, DkimKeyPair pair, String kind) {
        store.keys()
                .add(new StoredKey(pair.domain(), pair.selector(), kind, pair.key().getEncoded()));
    }

    /** Tells the records to publish; the same as data. */
    List<Map<String, String>> tell(CommonOptions common) {
        List<Map<String, String>> rows = keys.stream().map(NewKeys::row).toList();
        Output out = common.output();
        List<String> selectors = keys.stream().map(DkimKeyPair::selector).toList();
        out.line(
                common.texts()
                        .text("domain.keyed", domain.unicode(), String.join(", ", selectors)));
        out.line(common.texts().text("domain.publish"));
        for (Map<String, String> row : rows) {
            out.line("  " + row.get("type") + "  " + row.get("name"));
            out.line("  " + row.get("value"));
        }
        return rows;
    }

    private static Map<String, String> row(DkimKeyPair pair) {
        try {
            return Map.of(
                    "type",
                    "TXT",
                    "name",
                    pair.recordName().toString(),
                    "value",
                    DkimKeys.publishedRecord(pair));
        } catch (DkimSignException | DkimKeys.Unreadable e) {
            throw new IllegalStateException("a new key has a record", e);
        }
    }
}
