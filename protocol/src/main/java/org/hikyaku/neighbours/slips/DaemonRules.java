package org.hikyaku.neighbours.slips;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.neighbours.setup.MilterAddress;
import org.hikyaku.neighbours.setup.MilterDaemon;
import org.hikyaku.neighbours.setup.PostfixSetup;
import org.hikyaku.neighbours.setup.PostfixSetup.MilterList;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.SourceText;

/** Slips between OpenDKIM, OpenDMARC and the users that they run as. */
final class DaemonRules {

    /** Whoever connects to a socket writes to it (unix(7)). */
    private static final int OTHERS_WRITE = 0002;

    private final PostfixSetup postfix;
    private final Setup setup;
    private final Found found;

    DaemonRules(PostfixSetup postfix, Setup setup, Found found) {
        this.postfix = postfix;
        this.setup = setup;
        this.found = found;
    }

    void check() {
        Stream.of(setup.opendkim(), setup.opendmarc())
                .flatMap(Optional::stream)
                .filter(this::isAsked)
                .forEach(this::socket);
        setup.opendmarc().filter(this::isAsked).ifPresent(this::ownMail);
        setup.opendmarc().filter(this::isAsked).ifPresent(this::result);
    }

    private boolean isAsked(MilterDaemon daemon) {
        return postfix.milters(MilterList.SMTPD).stream()
                .anyMatch(u -> setup.listenerAt(u.address()).equals(Optional.of(daemon)));
    }

    /** A socket that others may not write to, in a group that Postfix is not in. */
    private void socket(MilterDaemon daemon) {
        boolean isSocket =
                daemon.listens().filter(s -> s.address() instanceof MilterAddress.Unix).isPresent();
        Optional<MilterDaemon.Line> mask =
                daemon.line("UMask").filter(l -> l.value().matches("0[0-7]{1,4}"));
        if (!isSocket
                || mask.isEmpty()
                || (Integer.parseInt(mask.get().value(), 8) & OTHERS_WRITE) == 0) {
            return;
        }
        String user = daemon.value("UserID").orElse("opendkim");
        String group = user.substring(user.indexOf(':') + 1);
        String owner = postfix.main().effective("mail_owner");
        Optional<List<String>> members = members(group);
        if (members.isPresent() && !members.get().contains(owner) && !group.equals(owner)) {
            found.add(
                    SlipRule.MILTER_SOCKET_FORBIDDEN,
                    mask.get().at(),
                    daemon.listens().orElseThrow().written(),
                    owner,
                    group);
        }
    }

    /** The members of a group; empty where the file is not there or has no such group. */
    private Optional<List<String>> members(String group) {
        Optional<SourceText> file = setup.tree().file("/etc/group").map(HostFile::text);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        for (int line = 0; line < file.get().lineCount(); line++) {
            String[] fields = file.get().line(line).split(":", -1);
            if (fields.length == 4 && fields[0].equals(group)) {
                return Optional.of(List.of(fields[3].split(",")));
            }
        }
        return Optional.empty();
    }

    private static boolean isOn(MilterDaemon daemon, String name) {
        return daemon.value(name)
                .filter(v -> v.toLowerCase(Locale.ROOT).matches("[ty1].*"))
                .isPresent();
    }

    /** OpenDMARC judges what users send as if it came from outside. */
    private void ownMail(MilterDaemon daemon) {
        boolean logins =
                Stream.concat(postfix.smtpServers().stream(), postfix.submission().stream())
                        .filter(
                                s ->
                                        postfix.effective(s, "smtpd_milters")
                                                .equals(postfix.main().effective("smtpd_milters")))
                        .anyMatch(
                                s ->
                                        postfix.effective(s, "smtpd_sasl_auth_enable")
                                                .equalsIgnoreCase("yes"));
        if (logins
                && isOn(daemon, "RejectFailures")
                && !isOn(daemon, "IgnoreAuthenticatedClients")) {
            found.add(SlipRule.OWN_MAIL_REJECTED, daemon.line("RejectFailures").orElseThrow().at());
        }
    }

    /** OpenDMARC reads OpenDKIM's result only under a name that it trusts. */
    private void result(MilterDaemon dmarc) {
        Optional<MilterDaemon.Line> name = setup.opendkim().flatMap(d -> d.line("AuthservID"));
        if (name.isEmpty()) {
            return;
        }
        String host = postfix.main().effective("myhostname");
        boolean trusted =
                Stream.of("AuthservID", "TrustedAuthservIDs")
                        .flatMap(n -> dmarc.value(n).stream())
                        .flatMap(v -> Stream.of(v.split("[\\s,]+")))
                        .map(v -> v.equals("HOSTNAME") ? host : v)
                        .anyMatch(v -> v.equalsIgnoreCase(name.get().value()));
        boolean ofHost =
                name.get().value().equals("HOSTNAME") || name.get().value().equalsIgnoreCase(host);
        if (!trusted && !ofHost) {
            found.add(
                    SlipRule.DKIM_RESULT_IGNORED,
                    name.get().at(),
                    name.get().value(),
                    dmarc.conf().path());
        }
    }
}
