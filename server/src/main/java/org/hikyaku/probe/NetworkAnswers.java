package org.hikyaku.probe;

import java.net.InetSocketAddress;
import org.hikyaku.dns.Resolver;
import org.hikyaku.findings.Question;
import org.hikyaku.findings.ServerSaid;
import org.hikyaku.lookup.DirectQuestion;

/**
 * Answers over the network.
 *
 * @param resolver for questions to the DNS as everybody sees it
 * @param servers for questions to single name servers
 * @param connects false: only the DNS is asked, nobody is connected to
 */
public record NetworkAnswers(
        Resolver resolver,
        DirectQuestion servers,
        SmtpProbe smtp,
        PolicyFetch policies,
        boolean connects)
        implements Answers {

    private static final int DNS_PORT = 53;

    @Override
    public <T> T answer(Question<T> question) {
        return question.form()
                .cast(
                        switch (question) {
                            case Question.Dns(var name, var type) -> resolver.query(name, type);
                            case Question.Server server ->
                                    connects ? said(server) : server.unasked();
                            case Question.Smtp mail ->
                                    connects
                                            ? smtp.look(mail.host(), mail.address())
                                            : mail.unasked();
                            case Question.Policy policy ->
                                    connects ? policies.fetch(policy.domain()) : policy.unasked();
                        });
    }

    private ServerSaid said(Question.Server question) {
        InetSocketAddress server = new InetSocketAddress(question.server(), DNS_PORT);
        DirectQuestion.Way way =
                switch (question.way()) {
                    case DATAGRAM -> DirectQuestion.Way.DATAGRAM;
                    case STREAM -> DirectQuestion.Way.STREAM;
                    case RECURSIVE -> DirectQuestion.Way.RECURSIVE;
                };
        return switch (servers.ask(server, question.name(), question.type(), way)) {
            case DirectQuestion.Outcome.Silent(String detail) -> new ServerSaid.Silent(detail);
            case DirectQuestion.Outcome.Reply reply ->
                    new ServerSaid.Reply(
                            reply.answer(),
                            reply.authoritative(),
                            reply.recursive(),
                            reply.referral(),
                            reply.glue());
        };
    }
}
