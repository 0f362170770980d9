package org.hikyaku.signing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.name.IpNet;
import org.hikyaku.signing.SigningDecision.SignWith;
import org.hikyaku.signing.SigningQuestion.Client;
import org.hikyaku.signing.SigningQuestion.Login;

/**
 * One message from one client, to be put to both programs.
 *
 * @param user who has logged in, or empty
 */
record PeerQuestion(
        String from,
        String client,
        String clientName,
        String user,
        String daemon,
        String recipient,
        Map<String, String> others) {

    static PeerQuestion of(String from, String client) {
        return new PeerQuestion(
                from, client, "[" + client + "]", "", "", "to@example.net", Map.of());
    }

    Map<String, String> macros() {
        Map<String, String> all = new HashMap<>(others);
        all.put("i", "QUEUE1");
        if (!user.isEmpty()) {
            all.put("auth_type", "PLAIN");
            all.put("auth_authen", user);
        }
        if (!daemon.isEmpty()) {
            all.put("daemon_name", daemon);
        }
        return all;
    }

    String message() {
        return "From: " + from + "\nTo: to@example.net\nSubject: x\n\nHello.\n";
    }

    SigningQuestion asked() {
        return new SigningQuestion(
                HeaderBlock.parse(message().substring(0, message().indexOf("\n\n") + 1)),
                "sender@example.com",
                List.of(recipient),
                new Client(IpNet.address(client), clientName),
                user.isEmpty() ? Login.NONE : Login.of(user),
                daemon,
                others);
    }

    /** A decision in one line. */
    static String shown(SigningDecision decision) {
        return switch (decision) {
            case SigningDecision.Verify _ -> "verify";
            case SigningDecision.Neither _ -> "neither";
            case SigningDecision.Sign sign ->
                    "sign "
                            + String.join(
                                    ", ",
                                    sign.signatures().stream().map(PeerQuestion::shown).toList());
        };
    }

    private static String shown(SignWith with) {
        DkimKeyPair key = with.keys().getFirst();
        String identity = with.identity().isEmpty() ? "" : " i=" + with.identity();
        return "d=" + key.domain() + " s=" + key.selector() + identity;
    }
}
