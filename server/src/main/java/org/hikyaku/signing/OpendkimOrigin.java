package org.hikyaku.signing;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.Dataset;
import org.hikyaku.opendkim.Dataset.Row;
import org.hikyaku.opendkim.HostList;
import org.hikyaku.opendkim.OpendkimSetup.Origin;
import org.hikyaku.signing.SigningReason.Kind;

/** Whose mail is ours, as OpenDKIM tells it. Immutable. */
final class OpendkimOrigin {

    /** What a program on this machine is taken for. */
    private static final Optional<InetAddress> LOOPBACK = IpNet.address("127.0.0.1");

    private final Origin origin;

    OpendkimOrigin(Origin origin) {
        this.origin = origin;
    }

    /** Why it is ours; empty where it is not. */
    Optional<SigningReason> ours(SigningQuestion question) {
        if (question.login().authenticated()) {
            return Optional.of(SigningReason.of(Kind.AUTHENTICATED, question.login().name()));
        }
        Optional<Row> internal = in(origin.internal(), question);
        if (internal.isPresent()) {
            return Optional.of(
                    SigningReason.of(
                            Kind.INTERNAL, OwnRules.clientOf(question), internal.get().key()));
        }
        String daemon = question.daemonName();
        if (!daemon.isEmpty() && origin.daemons().flatMap(d -> d.find(daemon)).isPresent()) {
            return Optional.of(SigningReason.of(Kind.DAEMON, daemon));
        }
        return origin.macros().flatMap(list -> macro(list, question.macros()));
    }

    /** The row of a list of hosts that has the client in it. */
    Optional<Row> in(HostList list, SigningQuestion question) {
        Optional<InetAddress> address = question.client().address();
        return list.find(question.client().name(), address.isPresent() ? address : LOOPBACK);
    }

    private static Optional<SigningReason> macro(Dataset list, Map<String, String> macros) {
        for (Row row : list.rows()) {
            String name = row.key();
            String value = macros.getOrDefault(name, macros.get("{" + name + "}"));
            boolean any = row.value().isEmpty();
            if (value != null && (any || List.of(row.value().split("\\|")).contains(value))) {
                return Optional.of(SigningReason.of(Kind.MACRO, name, value));
            }
        }
        return Optional.empty();
    }
}
