package org.hikyaku.peers;

import java.util.ArrayList;
import java.util.List;

/** Messages sent by swaks. */
final class Swaks {

    private Swaks() {}

    /** As our account, with a password, to the peer. */
    static Commands.Result login(Host from, String subject, String password, String... how) {
        List<String> options = new ArrayList<>(List.of(how));
        options.addAll(
                List.of("--auth-user", TestServer.ACCOUNT, "--auth-password", password, "-a"));
        return send(
                from,
                subject,
                TestServer.ACCOUNT,
                PeerNetwork.FRIEND,
                options.toArray(String[]::new));
    }

    /** From {@code sender} to {@code recipient}; status and conversation. */
    static Commands.Result send(
            Host from, String subject, String sender, String recipient, String... how) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "swaks",
                                "--from",
                                sender,
                                "--to",
                                recipient,
                                "--header",
                                "Subject: " + subject,
                                "--body",
                                "A line of text.\nAnd another; .\n..dots",
                                "--timeout",
                                "30"));
        command.addAll(List.of(how));
        return from.attempt(command.toArray(String[]::new));
    }
}
