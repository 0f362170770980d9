package org.hikyaku.milterd;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.hikyaku.auth.AuthResultsText;
import org.hikyaku.auth.AuthRun;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.BudgetedResolver;
import org.hikyaku.auth.MessageAuthenticator;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.dkim.Adsp;
import org.hikyaku.inbound.Decision;
import org.hikyaku.inbound.MessageSeen;
import org.hikyaku.inbound.Policy;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterReply.Verdict;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;

/** A message from outside: checked while it streams by, then decided on. */
final class Checking implements Treatment {

    private final MessageContext context;
    private final MilterRules rules;
    private final AuthRun checks;
    private final Future<ReverseDns> reverse;

    /** Begins: DNS is waited for while the body arrives. */
    Checking(MessageContext context, InetAddress client) throws IOException {
        this.context = context;
        this.rules = context.rules();
        this.reverse = ReverseDns.begin(client, context.parts().resolver());
        this.checks =
                rules.authenticator()
                        .begin(
                                new MessageAuthenticator.Peer(
                                        client,
                                        context.client().helo(),
                                        context.envelope().from()));
        checks.header(context.header());
    }

    @Override
    public boolean wantsBody() {
        return true;
    }

    @Override
    public void body(byte[] octets, int offset, int length) throws IOException {
        checks.body(octets, offset, length);
    }

    @Override
    public List<MilterReply> finish() throws IOException {
        checks.end();
        var facts =
                new Policy.Facts(
                        checks.verdict(),
                        reverseName(),
                        !context.client().tls().equals("none"),
                        context.envelope(),
                        context.header());
        Decision decision = rules.policy().decide(facts);
        tell(facts, decision);
        return replies(facts, decision);
    }

    private List<MilterReply> replies(Policy.Facts facts, Decision decision) {
        return switch (decision) {
            case Decision.Deliver _ -> marked(facts, null);
            case Decision.Quarantine quarantine -> marked(facts, quarantine.cause());
            case Decision.Reject reject ->
                    List.of(new MilterReply.ReplyCode(reject.reply().toString()));
            case Decision.Defer defer ->
                    List.of(new MilterReply.ReplyCode(defer.reply().toString()));
        };
    }

    /** With our results on top, and with nobody else's under our name. */
    private List<MilterReply> marked(Policy.Facts facts, @Nullable String quarantine) {
        List<MilterReply> replies =
                new ArrayList<>(context.edits().withoutForged(context.header(), context.ownIds()));
        replies.add(context.edits().results(results(facts)));
        if (quarantine != null && rules.options().quarantine() == MilterRules.Quarantine.HOLD) {
            replies.add(new MilterReply.Quarantine(quarantine));
        }
        replies.add(Verdict.ACCEPT);
        return replies;
    }

    private AuthenticationResults results(Policy.Facts facts) {
        AuthenticationResults results =
                AuthResultsText.of(context.authservId(), facts.auth(), facts.reverse());
        DomainName author = facts.auth().dmarc().authorDomain();
        if (!rules.options().adsp() || author == null) {
            return results;
        }
        List<AuthenticationResults.Result> all = new ArrayList<>(results.results());
        practices(author, facts.auth()).ifPresent(all::add);
        return new AuthenticationResults(results.authservId(), results.version(), all);
    }

    /** RFC 5617 section 5.4: told, never acted on. */
    private Optional<AuthenticationResults.Result> practices(
            DomainName author, AuthVerdict verdict) {
        BudgetedResolver resolver =
                new BudgetedResolver(
                        context.parts().resolver(),
                        BudgetedResolver.Budget.STANDARD,
                        context.parts().clock());
        Adsp.Result adsp = Adsp.evaluate(resolver, author, verdict.dkim());
        if (adsp.code() == Adsp.Code.NONE) {
            return Optional.empty(); // nearly all domains: not worth a line
        }
        return Optional.of(
                AuthenticationResults.Result.of(
                        "dkim-adsp",
                        adsp.code().text(),
                        adsp.reason().isEmpty() ? null : adsp.reason(),
                        new AuthenticationResults.Property("header", "from", author.ascii())));
    }

    private ReverseDns reverseName() {
        try {
            return reverse.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in the reverse lookup", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the reverse lookup failed", e.getCause());
        }
    }

    private void tell(Policy.Facts facts, Decision decision) {
        MessageSeen seen =
                new MessageSeen(
                        context.id(),
                        context.client().address(),
                        context.client().helo(),
                        context.client().tls(),
                        facts,
                        context.start(),
                        context.size().octets());
        MilterParts parts = context.parts();
        String override =
                switch (decision) {
                    case Decision.Deliver deliver -> deliver.override();
                    case Decision.Quarantine quarantine -> quarantine.override();
                    case Decision.Reject _, Decision.Defer _ -> null;
                };
        parts.evidence().record(seen.evidence(MessageSeen.disposition(decision), override));
        String reply =
                switch (decision) {
                    case Decision.Deliver _, Decision.Quarantine _ -> "accept";
                    case Decision.Reject reject -> reject.reply().toString();
                    case Decision.Defer defer -> defer.reply().toString();
                };
        parts.events().emit(seen.event(decision, reply, context.took()));
    }

    @Override
    public void abandoned(String cause) {
        reverse.cancel(false);
    }
}
