package org.hikyaku.signing;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.Dataset.Row;
import org.hikyaku.opendkim.KeyLoader;
import org.hikyaku.opendkim.KeyTable;
import org.hikyaku.opendkim.OpendkimSetup;
import org.hikyaku.opendkim.OpendkimSetup.Who;
import org.hikyaku.opendkim.SigningTable;
import org.hikyaku.signing.SigningDecision.Neither;
import org.hikyaku.signing.SigningDecision.Sign;
import org.hikyaku.signing.SigningDecision.SignWith;
import org.hikyaku.signing.SigningDecision.Verify;
import org.hikyaku.signing.SigningReason.Kind;

/**
 * The rules of an opendkim.conf: the same key, domain, selector and identity as OpenDKIM 2.11
 * takes. Keys are loaded when the rules are made, those that depend on the author when they are
 * needed.
 */
public final class OpendkimRules implements SigningRules {

    private final OpendkimSetup setup;
    private final OpendkimOrigin origin;
    private final OpendkimKeys keys;
    private final List<DkimKeyPair> loaded;

    /** The rules of {@code setup}; what is wrong with its keys becomes a note. */
    public OpendkimRules(
            OpendkimSetup setup, KeyLoader loader, InstantSource clock, ConfigNotes notes) {
        this.setup = setup;
        this.origin = new OpendkimOrigin(setup.origin());
        this.keys = new OpendkimKeys(loader, setup.form(), clock);
        this.loaded = keys.preload(setup.mode().signs() ? fixed(setup) : List.of(), notes);
    }

    private static List<KeyTable.Entry> fixed(OpendkimSetup setup) {
        return switch (setup.who()) {
            case Who.Tables(KeyTable table, SigningTable _, boolean _) -> table.fixed();
            case Who.OneKey one ->
                    one.domains().rows().stream()
                            .map(Row::key)
                            .filter(name -> DomainName.parse(name).isPresent())
                            .filter(name -> !name.contains("*"))
                            .map(name -> entry(one, name, setup))
                            .toList();
            case Who.Nobody _ -> List.of();
        };
    }

    private static KeyTable.Entry entry(Who.OneKey one, String domain, OpendkimSetup setup) {
        return new KeyTable.Entry(
                "KeyFile",
                domain,
                one.selector(),
                one.keyFile().contains("/") ? one.keyFile() : "./" + one.keyFile(),
                setup.options().find("KeyFile").orElseThrow().place());
    }

    /** The keys that could be loaded when the rules were made. */
    public List<DkimKeyPair> loaded() {
        return loaded;
    }

    @Override
    public SigningDecision decide(SigningQuestion question) {
        List<SigningReason> why = new ArrayList<>();
        Optional<Row> peer = origin.in(setup.origin().peers(), question);
        if (peer.isPresent()) {
            why.add(SigningReason.of(Kind.PEER, OwnRules.clientOf(question), peer.get().key()));
            return new Neither(why);
        }
        Optional<SigningReason> ours = origin.ours(question);
        Optional<MailAddress> author = author(question.header(), why);
        if (author.isPresent() && isExempt(author.get(), why)) {
            return new Neither(why);
        }
        if (ours.isEmpty()) {
            return stranger(question, author, why);
        }
        why.addFirst(ours.get());
        if (author.isEmpty()) {
            return unsigned(question, why);
        }
        if (!setup.mode().signs() && isSigned(author.get())) {
            why.add(SigningReason.of(Kind.VERIFIES_ONLY));
            return new Neither(why);
        }
        if (isSigned(author.get()) && isUnsigned(question, why)) {
            return new Neither(why);
        }
        List<SignWith> signatures = signatures(author.get(), question.header(), why);
        return signatures.isEmpty()
                ? unsigned(question, why)
                : new Sign(signatures, setup.form().removeOld(), why);
    }

    @Override
    public Set<String> macros() {
        return setup.origin().macros().stream()
                .flatMap(list -> list.rows().stream())
                .map(Row::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<MailAddress> author(HeaderBlock header, List<SigningReason> why) {
        for (String name : setup.form().senderFields()) {
            Optional<HeaderField> field = header.first(name.toLowerCase(Locale.ROOT));
            if (field.isPresent()) {
                return author(name, field.get(), why);
            }
        }
        Optional<HeaderField> from = header.first("from");
        if (from.isPresent()) {
            return author("From", from.get(), why);
        }
        why.add(SigningReason.of(Kind.NO_AUTHOR, "the message has no From field"));
        return Optional.empty();
    }

    private static Optional<MailAddress> author(
            String name, HeaderField field, List<SigningReason> why) {
        HeaderBlock alone = new HeaderBlock(List.of(HeaderField.of("From", field.octetValue())));
        FromAuthor found = FromAuthor.of(alone);
        if (found.mailboxes().isEmpty()) {
            why.add(SigningReason.of(Kind.NO_AUTHOR, found.problem()));
            return Optional.empty();
        }
        MailAddress first = found.mailboxes().getFirst();
        why.add(SigningReason.of(Kind.AUTHOR, first.toString(), name));
        return Optional.of(first);
    }

    private boolean isExempt(MailAddress author, List<SigningReason> why) {
        String domain = author.domain().ascii();
        boolean exempt = setup.origin().exemptDomains().flatMap(d -> d.find(domain)).isPresent();
        if (exempt) {
            why.add(SigningReason.of(Kind.EXEMPT_DOMAIN, domain));
        }
        return exempt;
    }

    private boolean isUnsigned(SigningQuestion question, List<SigningReason> why) {
        for (String recipient : question.recipients()) {
            if (setup.origin().notSignedTo().flatMap(d -> d.find(recipient)).isPresent()) {
                why.add(SigningReason.of(Kind.NOT_SIGNED_TO, recipient));
                return true;
            }
        }
        return false;
    }

    private SigningDecision stranger(
            SigningQuestion question, Optional<MailAddress> author, List<SigningReason> why) {
        String client = OwnRules.clientOf(question);
        boolean listed = origin.in(setup.origin().externalIgnored(), question).isPresent();
        why.addFirst(SigningReason.of(Kind.NOT_OURS, client, question.daemonName()));
        if (author.isPresent() && !listed && isSigned(author.get())) {
            String domain = author.get().domain().ascii();
            why.add(SigningReason.of(Kind.STRANGER_IN_OUR_NAME, client, domain));
        }
        return checked(why);
    }

    private boolean isSigned(MailAddress author) {
        String host = author.domain().ascii();
        return switch (setup.who()) {
            case Who.Tables(KeyTable _, SigningTable table, boolean _) ->
                    !table.find(author.localPart(), host, false).isEmpty();
            case Who.OneKey one -> listed(one, host).isPresent();
            case Who.Nobody _ -> false;
        };
    }

    private SigningDecision checked(List<SigningReason> why) {
        if (setup.mode().verifies()) {
            return new Verify(why);
        }
        why.add(SigningReason.of(Kind.SIGNS_ONLY));
        return new Neither(why);
    }

    /** Ours, and without a key: a receiver's rules never apply to a user's own submission. */
    private SigningDecision unsigned(SigningQuestion question, List<SigningReason> why) {
        return question.login().authenticated() ? new Neither(why) : checked(why);
    }

    private List<SignWith> signatures(
            MailAddress author, HeaderBlock header, List<SigningReason> why) {
        return switch (setup.who()) {
            case Who.Tables tables -> byTables(tables, author, header, why);
            case Who.OneKey one -> byOneKey(one, author.domain().ascii(), header, why);
            case Who.Nobody _ -> {
                why.add(SigningReason.of(Kind.UNLISTED_DOMAIN, author.domain().ascii(), "-"));
                yield List.of();
            }
        };
    }

    /** The entry that lists a domain or, with SubDomains, one above it. */
    private static Optional<String> listed(Who.OneKey one, String domain) {
        String name = domain;
        while (true) {
            if (one.domains().find(name).isPresent()) {
                return Optional.of(name);
            }
            int dot = name.indexOf('.');
            if (!one.subDomains() || dot < 0) {
                return one.domains().find("*").map(_ -> domain);
            }
            name = name.substring(dot + 1);
        }
    }

    private List<SignWith> byOneKey(
            Who.OneKey one, String domain, HeaderBlock header, List<SigningReason> why) {
        Optional<String> entry = listed(one, domain);
        if (entry.isEmpty()) {
            why.add(SigningReason.of(Kind.UNLISTED_DOMAIN, domain, "Domain"));
            return List.of();
        }
        why.add(SigningReason.of(Kind.LISTED_DOMAIN, domain, entry.get()));
        // Of a domain below the listed one OpenDKIM says so in i=.
        String identity = entry.get().equals(domain) ? "" : "@" + entry.get();
        return signer(entry(one, entry.get(), setup), identity, header, why);
    }

    private List<SignWith> byTables(
            Who.Tables tables, MailAddress author, HeaderBlock header, List<SigningReason> why) {
        String host = author.domain().ascii();
        List<SigningTable.Hit> hits =
                tables.signing().find(author.localPart(), host, tables.many());
        if (hits.isEmpty()) {
            why.add(SigningReason.of(Kind.NOT_IN_TABLE, author.toString()));
        }
        List<SignWith> all = new ArrayList<>();
        for (SigningTable.Hit hit : hits) {
            why.add(
                    SigningReason.of(
                            Kind.IN_TABLE,
                            hit.asked(),
                            hit.keyName(),
                            hit.row().place().toString()));
            Optional<KeyTable.Entry> entry = tables.keys().find(hit.keyName(), host);
            if (entry.isEmpty()) {
                why.add(SigningReason.of(Kind.NO_SUCH_KEY, hit.keyName()));
                continue;
            }
            all.addAll(signer(entry.get(), hit.identity(), header, why));
        }
        return all;
    }

    private List<SignWith> signer(
            KeyTable.Entry entry, String identity, HeaderBlock header, List<SigningReason> why) {
        Optional<SignWith> with = keys.signer(entry, identity, header);
        String name = entry.selector() + "._domainkey." + entry.domain();
        why.add(
                with.isPresent()
                        ? SigningReason.of(Kind.KEY, name, entry.shownKey())
                        : SigningReason.of(Kind.UNUSABLE_KEY, entry.name(), keys.problem(entry)));
        return with.map(List::of).orElse(List.of());
    }
}
