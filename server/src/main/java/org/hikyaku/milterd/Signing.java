package org.hikyaku.milterd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.dkim.DkimSignRun;
import org.hikyaku.message.HeaderField;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterReply.Verdict;
import org.hikyaku.signing.SigningDecision.Sign;
import org.hikyaku.signing.SigningDecision.SignWith;

/** A message of our own: signed while it streams by, with all that is to sign it. */
final class Signing implements Treatment {

    private final MessageContext context;
    private final Sign decision;
    private final List<DkimSignRun> runs = new ArrayList<>(1);

    /**
     * Begins.
     *
     * @throws DkimSignException where the message cannot be signed
     */
    Signing(MessageContext context, Sign decision) throws DkimSignException {
        this.context = context;
        this.decision = decision;
        for (SignWith with : decision.signatures()) {
            DkimSignRun run = with.signer().begin();
            run.header(context.header());
            runs.add(run);
        }
    }

    @Override
    public boolean wantsBody() {
        return true;
    }

    @Override
    public void body(byte[] octets, int offset, int length) throws IOException {
        for (DkimSignRun run : runs) {
            run.body(octets, offset, length);
        }
    }

    @Override
    public List<MilterReply> finish() throws IOException {
        List<HeaderField> signatures = new ArrayList<>(2);
        for (DkimSignRun run : runs) {
            run.end();
            signatures.addAll(run.signatures());
        }
        List<MilterReply> replies = new ArrayList<>();
        if (decision.removeOld()) {
            replies.addAll(context.edits().without(context.header(), "dkim-signature"));
        }
        // Each goes on top of those before it.
        for (HeaderField signature : signatures.reversed()) {
            replies.add(context.edits().onTop(signature));
        }
        replies.add(Verdict.ACCEPT);
        context.tellSent(signedBy());
        return replies;
    }

    /** As in the log of submission: whose signatures, and how many. */
    private String signedBy() {
        return decision.signatures().stream()
                .flatMap(with -> with.keys().stream())
                .collect(Collectors.groupingBy(DkimKeyPair::domain, Collectors.counting()))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + " x" + e.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void abandoned(String cause) {
        // Nothing is kept.
    }
}
