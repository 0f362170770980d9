package org.hikyaku.keylife;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Keys;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.StoreException;
import org.hikyaku.zones.PublishException;
import org.hikyaku.zones.Published;
import org.hikyaku.zones.Publisher;

/**
 * Keeps the keys of domains: looks for their records, publishes, switches and removes them, each
 * when its time has come. Blocks while it asks. Safe for many threads and, by the file's lock, for
 * many processes.
 */
public final class KeyKeeper {

    private static final String WHERE = "dkim";
    private static final int RSA_BITS = 2048;

    private final Parts parts;

    /**
     * What it works with.
     *
     * @param publisher publishes records, perhaps by telling a person
     */
    public record Parts(
            Keys keys,
            LifeFile file,
            KeyObserver observer,
            Publisher publisher,
            KeyPolicy policy,
            InstantSource clock,
            EventLog events) {}

    /** A keeper. */
    public KeyKeeper(Parts parts) {
        this.parts = parts;
    }

    /** Looks at every key of {@code domain} and changes nothing. */
    public List<KeyReport> look(DomainName domain) {
        return known(domain).stream().map(this::report).toList();
    }

    /**
     * Moves every key of {@code domain} on as far as it can go now: publishes what is not
     * published, begins to sign with what is usable, retires what it replaces, removes what nobody
     * needs.
     */
    public List<KeyReport> advance(DomainName domain) {
        List<LivingKey> written = parts.file().read();
        List<KeyReport> reports = new ArrayList<>();
        for (LivingKey key : known(domain)) {
            if (!written.contains(key)) {
                put(key);
            }
            KeyReport report = report(key);
            settle(key, report);
            reports.add(report);
        }
        reports.replaceAll(r -> retiredByNewer(r, reports));
        reports.replaceAll(this::acted);
        return reports;
    }

    /** Makes a new key beside the one that signs; {@link #advance} does the rest. */
    public LivingKey rotate(DomainName domain, String algorithm, String selector) {
        DkimKeyPair pair =
                new DkimKeyPair(
                        domain,
                        selector,
                        algorithm(algorithm),
                        algorithm.equals("rsa")
                                ? DkimKeys.generateRsa(RSA_BITS)
                                : DkimKeys.generateEd25519());
        LivingKey key =
                new LivingKey(
                        domain, selector, algorithm, new KeyState.Generated(now(), Duration.ZERO));
        key.recordName(); // too long is told before anything is written
        parts.keys().addIdle(new StoredKey(domain, selector, algorithm, pair.key().getEncoded()));
        put(key);
        event("a new key", key);
        return key;
    }

    /** A person agrees to sign with a key that is usable; false where none waits for that. */
    public boolean approve(DomainName domain, String selector) {
        for (LivingKey key : known(domain)) {
            if (key.selector().equals(selector)
                    && key.state() instanceof KeyState.Usable(var since, _)) {
                put(key.with(new KeyState.Usable(since, true)));
                return true;
            }
        }
        return false;
    }

    private void warn(KeyReport report) {
        parts.events()
                .emit(
                        new Event.Trouble(
                                WHERE,
                                "MAIL OF "
                                        + report.key().domain()
                                        + " IS SIGNED WITH A KEY THAT IS NOT PUBLISHED: "
                                        + report.sight().at()
                                        + " ("
                                        + report.sight().detail()
                                        + "); receivers see no valid signature. Publish: "
                                        + report.record(),
                                null));
    }

    /** Keys that were made before their lives were written down sign, or wait. */
    private List<LivingKey> known(DomainName domain) {
        List<LivingKey> written =
                parts.file().read().stream().filter(k -> k.domain().equals(domain)).toList();
        List<LivingKey> all = new ArrayList<>();
        for (StoredKey key : parts.keys().signing(domain)) {
            all.add(living(key, written, new KeyState.Signing(now())));
        }
        for (StoredKey key : parts.keys().idle(domain)) {
            KeyState unknown = new KeyState.Generated(now(), Duration.ZERO);
            all.add(living(key, written, unknown));
        }
        return all;
    }

    private static LivingKey living(StoredKey key, List<LivingKey> written, KeyState otherwise) {
        return written.stream()
                .filter(k -> k.selector().equals(key.selector()))
                .filter(
                        k ->
                                k.state() instanceof KeyState.Signing
                                        == otherwise instanceof KeyState.Signing)
                .findFirst()
                .orElseGet(
                        () ->
                                new LivingKey(
                                        key.domain(), key.selector(), key.algorithm(), otherwise));
    }

    private KeyReport report(LivingKey key) {
        String record = record(key);
        KeySight sight = parts.observer().look(key.recordName(), record);
        KeyLife.Step step = KeyLife.next(key.state(), sight, parts.policy(), now());
        return new KeyReport(
                key.with(step.state()), record, sight, step.need(), step.at(), false, "", "");
    }

    private String record(LivingKey key) {
        List<StoredKey> stored = new ArrayList<>(parts.keys().signing(key.domain()));
        stored.addAll(parts.keys().idle(key.domain()));
        for (StoredKey one : stored) {
            if (one.selector().equals(key.selector())) {
                return record(one);
            }
        }
        throw new StoreException("the key " + key.selector() + " of " + key.domain() + " is gone");
    }

    private static String record(StoredKey key) {
        try {
            return DkimKeys.publishedRecord(
                    new DkimKeyPair(
                            key.domain(),
                            key.selector(),
                            algorithm(key.algorithm()),
                            DkimKeys.fromPkcs8(key.algorithm(), key.pkcs8())));
        } catch (DkimKeys.Unreadable e) {
            throw new StoreException("the DKIM key " + key + " cannot be read", e);
        }
    }

    private static Algorithm algorithm(String name) {
        return name.equals("rsa") ? Algorithm.RSA_SHA256 : Algorithm.ED25519_SHA256;
    }

    /** Makes the step real. The new key signs before the old one rests: mail is always signed. */
    private void settle(LivingKey before, KeyReport report) {
        LivingKey after = report.key();
        if (after.state().equals(before.state())) {
            return;
        }
        boolean begins =
                after.state() instanceof KeyState.Signing
                        && !(before.state() instanceof KeyState.Signing);
        if (begins) {
            parts.keys().sign(after.domain(), after.selector(), true);
        }
        if (after.state() instanceof KeyState.Removed) {
            parts.keys().remove(after.domain(), after.selector());
        }
        put(after);
        if (before.state().getClass() != after.state().getClass()) {
            event(report.stateWord(), after);
        }
    }

    /** One key of an algorithm signs: the one that began last. Also after a crash in between. */
    private KeyReport retiredByNewer(KeyReport report, List<KeyReport> all) {
        LivingKey key = report.key();
        boolean old =
                key.state() instanceof KeyState.Signing
                        && all.stream()
                                .map(KeyReport::key)
                                .anyMatch(
                                        k ->
                                                k.isPeerOf(key)
                                                        && k.state() instanceof KeyState.Signing
                                                        && k.state()
                                                                .since()
                                                                .isAfter(key.state().since()));
        if (!old) {
            return report;
        }
        parts.keys().sign(key.domain(), key.selector(), false);
        KeyState.Retired retired = KeyLife.retire(report.sight(), parts.policy(), now());
        LivingKey resting = key.with(retired);
        put(resting);
        event("retired", resting);
        return new KeyReport(
                resting,
                report.record(),
                report.sight(),
                KeyLife.Need.NOTHING,
                retired.removable(),
                false,
                "",
                "");
    }

    /** Publishes what is to be published. */
    private KeyReport acted(KeyReport report) {
        return switch (report.need()) {
            case NOTHING, APPROVAL -> report;
            case SUCCESSOR -> {
                succeed(report.key());
                yield report;
            }
            case REPAIR -> {
                warn(report);
                yield publish(report, true);
            }
            case PUBLISH -> publish(report, true);
            case UNPUBLISH -> publish(report, false);
        };
    }

    private void succeed(LivingKey old) {
        boolean coming =
                known(old.domain()).stream()
                        .anyMatch(
                                k ->
                                        k.isPeerOf(old)
                                                && !(k.state() instanceof KeyState.Retired)
                                                && !(k.state() instanceof KeyState.Removed));
        if (!coming) {
            List<String> taken = known(old.domain()).stream().map(LivingKey::selector).toList();
            rotate(old.domain(), old.algorithm(), Selectors.next(old.algorithm(), now(), taken));
        }
    }

    private KeyReport publish(KeyReport report, boolean wanted) {
        KeySight sight = report.sight();
        DomainName zone = sight.zone();
        if (zone == null) {
            return report.failed(sight.detail());
        }
        if (wanted && sight.presence() == KeySight.Presence.OTHER) {
            // Somebody else's record is not ours to replace.
            return report.failed(
                    sight.at()
                            + " has a record that is not this key's: remove it, or rotate to another"
                            + " selector");
        }
        String text = wanted || sight.text() == null ? report.record() : sight.text();
        OwnedRecord record = OwnedRecord.of(sight.at(), new DnsRecord.Txt(text));
        RecordChange change =
                wanted ? new RecordChange.Add(record) : new RecordChange.Remove(record);
        try {
            Published published = parts.publisher().publish(zone, List.of(change));
            if (!published.isByHand()) {
                event(wanted ? "record published" : "record removed", report.key());
            }
            return report.handedOver(published.instructions());
        } catch (PublishException e) {
            return report.failed(e.getMessage() + "; " + e.remedy());
        }
    }

    private void put(LivingKey key) {
        parts.file()
                .change(
                        all -> {
                            List<LivingKey> next = new ArrayList<>(all);
                            next.removeIf(
                                    k ->
                                            k.domain().equals(key.domain())
                                                    && k.selector().equals(key.selector()));
                            if (!(key.state() instanceof KeyState.Removed)) {
                                next.add(key);
                            }
                            return List.copyOf(next);
                        });
    }

    private void event(String what, LivingKey key) {
        parts.events()
                .emit(
                        new Event.Service(
                                WHERE, what, key.recordName() + " (" + key.algorithm() + ")"));
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
