package org.hikyaku.signing;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.opendkim.ConfigNote;
import org.hikyaku.opendkim.ConfigNote.Level;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.KeyLoader;
import org.hikyaku.opendkim.KeyTable;
import org.hikyaku.opendkim.OpendkimSetup.Form;
import org.hikyaku.signing.SigningDecision.SignWith;

/** The keys of an OpenDKIM's tables, each loaded once. Safe for many threads. */
final class OpendkimKeys {

    /** A table with {@code %} in it has as many keys as it has authors' domains. */
    private static final int MAX_KEPT = 20_000;

    /** What became of a key: where it cannot sign, why. */
    private record Loaded(Optional<DkimSigner> signer, List<DkimKeyPair> pair, String problem) {}

    private final KeyLoader loader;
    private final Form form;
    private final InstantSource clock;
    private final ConcurrentMap<KeyTable.Entry, Loaded> kept = new ConcurrentHashMap<>();

    OpendkimKeys(KeyLoader loader, Form form, InstantSource clock) {
        this.loader = loader;
        this.form = form;
        this.clock = clock;
    }

    /** Loads keys before mail comes; what cannot sign becomes a note. */
    List<DkimKeyPair> preload(List<KeyTable.Entry> entries, ConfigNotes notes) {
        List<DkimKeyPair> pairs = new ArrayList<>();
        for (KeyTable.Entry entry : entries) {
            Loaded loaded = load(entry, notes);
            pairs.addAll(loaded.pair());
            if (kept.size() < MAX_KEPT) {
                kept.put(entry, loaded);
            }
        }
        return pairs;
    }

    private Loaded load(KeyTable.Entry entry, ConfigNotes notes) {
        ConfigNotes own = new ConfigNotes();
        Optional<DkimKeyPair> pair = loader.load(entry, own);
        own.all().forEach(note -> notes.add(note.kind(), note.place(), note.details().toArray()));
        String problem =
                own.all().stream()
                        .filter(note -> note.level() == Level.ERROR)
                        .map(ConfigNote::kind)
                        .map(Enum::name)
                        .findFirst()
                        .orElse("");
        return new Loaded(pair.map(this::signer), pair.map(List::of).orElse(List.of()), problem);
    }

    private DkimSigner signer(DkimKeyPair pair) {
        DkimSigning options =
                DkimSigning.of(List.of(pair))
                        .withForms(form.header(), form.body())
                        .withHeaders(form.headers().names(Set.of()))
                        .withOversigned(form.headers().oversigned())
                        .withExpiry(form.lifetime().orElse(null));
        return new DkimSigner(options, clock);
    }

    private Loaded get(KeyTable.Entry entry) {
        Loaded known = kept.get(entry);
        if (known != null) {
            return known;
        }
        Loaded loaded = load(entry, new ConfigNotes());
        if (kept.size() < MAX_KEPT) {
            kept.put(entry, loaded);
        }
        return loaded;
    }

    /**
     * What signs with that key.
     *
     * @param identity what is wanted for i=; left out where it is not within the key's domain
     */
    Optional<SignWith> signer(KeyTable.Entry entry, String identity, HeaderBlock header) {
        Loaded loaded = get(entry);
        String agent = isWithin(identity, entry.domain()) ? identity : "";
        return loaded.signer()
                .map(s -> form.headers().isOpen() ? s.withHeaders(names(header)) : s)
                .map(s -> agent.isEmpty() ? s : s.withAgent(agent))
                .map(s -> new SignWith(s, loaded.pair(), agent, entry.name()));
    }

    /** Why a key cannot sign. */
    String problem(KeyTable.Entry entry) {
        return get(entry).problem();
    }

    private List<String> names(HeaderBlock header) {
        Set<String> present = new HashSet<>();
        for (HeaderField field : header.fields()) {
            present.add(field.lowerName());
        }
        return form.headers().names(present);
    }

    /** RFC 6376 section 3.5: the domain of i= is d= or lies below it. */
    private static boolean isWithin(String identity, String domain) {
        int at = identity.lastIndexOf('@');
        Optional<DomainName> agent =
                at < 0 ? Optional.empty() : DomainName.parse(identity.substring(at + 1));
        Optional<DomainName> signing = DomainName.parse(domain);
        return agent.isPresent() && signing.isPresent() && agent.get().isWithin(signing.get());
    }
}
