package org.hikyaku.probe;

import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.findings.PolicyFetched;
import org.hikyaku.findings.Question;
import org.hikyaku.findings.ServerSaid;
import org.hikyaku.findings.SmtpSeen;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;

/**
 * A world of plain data: the DNS from lines, name servers that have the same zone unless told
 * otherwise, one scripted mail host on loopback for all addresses, and policy files.
 */
final class FakeWorld implements Answers {

    /** How a name server is out of order. */
    enum Fault {
        LAME,
        OLD_SERIAL,
        OPEN,
        NO_TCP,
        SILENT
    }

    private final FakeResolver dns;
    private final Map<InetAddress, Fault> servers = new HashMap<>();
    private final Map<DomainName, PolicyFetched> policies = new HashMap<>();
    private @Nullable ScriptedHost mail;

    FakeWorld(FakeResolver dns) {
        this.dns = dns;
    }

    FakeWorld fault(String address, Fault fault) {
        servers.put(IpNet.of(address).address(), fault);
        return this;
    }

    FakeWorld policy(String domain, String body) {
        policies.put(DomainName.of(domain), new PolicyFetched.Page(200, "text/plain", body));
        return this;
    }

    FakeWorld mail(ScriptedHost host) {
        mail = host;
        return this;
    }

    @Override
    public <T> T answer(Question<T> question) {
        return question.form()
                .cast(
                        switch (question) {
                            case Question.Dns(var name, var type) -> dns.query(name, type);
                            case Question.Server server -> server(server);
                            case Question.Smtp smtp -> smtp(smtp);
                            case Question.Policy(var domain) ->
                                    policies.getOrDefault(
                                            domain, new PolicyFetched.Failed("no web server"));
                        });
    }

    private ServerSaid server(Question.Server question) {
        Fault fault = servers.get(question.server());
        Answer answer = dns.query(question.name(), question.type());
        if (question.way() == Question.Way.RECURSIVE) {
            return fault == Fault.OPEN
                    ? new ServerSaid.Reply(
                            FakeResolver.of(question.name() + " A 198.41.0.4")
                                    .query(question.name(), RecordType.A),
                            false,
                            true,
                            java.util.List.of(),
                            Map.of())
                    : refused();
        }
        if (fault == Fault.SILENT) {
            return new ServerSaid.Silent("no answer within 4 s");
        }
        if (fault == Fault.LAME) {
            return refused();
        }
        if (fault == Fault.NO_TCP && question.way() == Question.Way.STREAM) {
            return new ServerSaid.Silent("Connection refused");
        }
        if (fault == Fault.OLD_SERIAL && question.type() == RecordType.SOA) {
            return ServerSaid.Reply.of(
                    FakeResolver.of(question.name() + " SOA ns1.x.example root.x.example 1")
                            .query(question.name(), RecordType.SOA));
        }
        return ServerSaid.Reply.of(answer);
    }

    private static ServerSaid refused() {
        return new ServerSaid.Reply(
                new Answer.Failed(Answer.Failure.REFUSED, "the server says REFUSED"),
                false,
                false,
                java.util.List.of(),
                Map.of());
    }

    private SmtpSeen smtp(Question.Smtp question) {
        ScriptedHost host = mail;
        return host == null
                ? new SmtpSeen.Unreachable("connection refused")
                : probe(host.port()).look(question.host(), InetAddress.getLoopbackAddress());
    }

    /** A probe for a port of loopback that trusts the certificate of {@link TestTls}. */
    static SmtpProbe probe(int port) {
        return new SmtpProbe(
                DomainName.of("probe.example"),
                port,
                trusting(),
                InstantSource.system(),
                Duration.ofSeconds(20));
    }

    private static KeyStore trusting() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            X509Certificate own = TestTls.key("rsa").chain().getLast();
            store.setCertificateEntry("test", own);
            return store;
        } catch (java.security.GeneralSecurityException | java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
