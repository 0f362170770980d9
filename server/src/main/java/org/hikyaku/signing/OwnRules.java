package org.hikyaku.signing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.signing.DomainSigners.DomainSigner;
import org.hikyaku.signing.SigningDecision.Neither;
import org.hikyaku.signing.SigningDecision.Sign;
import org.hikyaku.signing.SigningDecision.SignWith;
import org.hikyaku.signing.SigningDecision.Verify;
import org.hikyaku.signing.SigningReason.Kind;

/**
 * The rules of this server's own settings: the domain of the first author signs with all its keys
 * where the message is ours, or the nearest domain above it that has keys. What is ours and has no
 * key passes as it is: no receiver's rules apply to it.
 */
public final class OwnRules implements SigningRules {

    private final DomainSigners signers;
    private final Origins origins;

    /**
     * Which messages are ours, beside those of somebody who has logged in and those made on this
     * machine.
     *
     * @param internal clients from there, loopback among them only where it is listed
     * @param daemons names of the MTA's ports where our own mail comes in
     */
    public record Origins(List<IpNet> internal, Set<String> daemons) {
        /** Copies the collections. */
        public Origins {
            internal = List.copyOf(internal);
            daemons = Set.copyOf(daemons);
        }
    }

    /** The keys that {@code signers} has. */
    public OwnRules(DomainSigners signers, Origins origins) {
        this.signers = signers;
        this.origins = origins;
    }

    @Override
    public SigningDecision decide(SigningQuestion question) {
        List<SigningReason> why = new ArrayList<>();
        Optional<SigningReason> ours = ours(question);
        if (ours.isEmpty()) {
            String client = clientOf(question);
            why.add(SigningReason.of(Kind.NOT_OURS, client, question.daemonName()));
            return new Verify(why);
        }
        why.add(ours.get());
        FromAuthor author = question.author();
        if (author.mailboxes().isEmpty()) {
            why.add(SigningReason.of(Kind.NO_AUTHOR, author.problem()));
            return new Neither(why);
        }
        MailAddress first = author.mailboxes().getFirst();
        why.add(SigningReason.of(Kind.AUTHOR, first.toString(), "From"));
        return signedBy(first.domain(), why);
    }

    private SigningDecision signedBy(DomainName domain, List<SigningReason> why) {
        DomainName at = domain;
        Optional<DomainSigner> own = signers.signer(at);
        // Cron and bounces of a host: its domain signs, and DMARC takes both for one.
        while (own.isEmpty() && at.labelCount() > 2) {
            at = at.parent();
            own = signers.signer(at);
        }
        if (own.isEmpty()) {
            why.add(SigningReason.of(Kind.NO_DOMAIN_KEYS, domain.ascii()));
            return new Neither(why);
        }
        why.add(SigningReason.of(Kind.DOMAIN_KEYS, at.ascii()));
        SignWith with = new SignWith(own.get().signer(), own.get().keys(), "", "");
        return new Sign(List.of(with), false, why);
    }

    private Optional<SigningReason> ours(SigningQuestion question) {
        if (question.login().authenticated()) {
            return Optional.of(SigningReason.of(Kind.AUTHENTICATED, question.login().name()));
        }
        if (origins.daemons().contains(question.daemonName())) {
            return Optional.of(SigningReason.of(Kind.DAEMON, question.daemonName()));
        }
        Optional<InetAddress> address = question.client().address();
        if (address.isEmpty()) {
            return Optional.of(SigningReason.of(Kind.INTERNAL, clientOf(question), "-"));
        }
        return origins.internal().stream()
                .filter(net -> net.contains(address.get()))
                .findFirst()
                .map(net -> SigningReason.of(Kind.INTERNAL, clientOf(question), net.toString()));
    }

    /** How a client is called in reasons: its address, or its name where it has none. */
    static String clientOf(SigningQuestion question) {
        return question.client()
                .address()
                .map(InetAddress::getHostAddress)
                .orElse(question.client().name());
    }
}
