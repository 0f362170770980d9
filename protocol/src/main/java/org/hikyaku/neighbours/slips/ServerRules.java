package org.hikyaku.neighbours.slips;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.neighbours.blocks.BlockFile;
import org.hikyaku.neighbours.blocks.Directive;
import org.hikyaku.neighbours.setup.DovecotSetup;
import org.hikyaku.neighbours.setup.NamedSetup;
import org.hikyaku.neighbours.setup.NginxSetup;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.Place;

/** Slips in the files of Dovecot, nginx and BIND. */
final class ServerRules {

    /** A line that was switched off; Dovecot's own examples have no blank behind the sign. */
    private static final Pattern SWITCHED_OFF =
            Pattern.compile("^\\s*#\\s+ssl_protocols\\s*=\\s*(\\S.*)$");

    private static final Pattern OLD = Pattern.compile("SSLv[23]|TLSv1(\\.[01])?");

    private final Setup setup;
    private final Found found;

    ServerRules(Setup setup, Found found) {
        this.setup = setup;
        this.found = found;
    }

    void check() {
        setup.dovecot().ifPresent(this::dovecot);
        setup.nginx().ifPresent(this::nginx);
        setup.named().ifPresent(this::named);
    }

    private void dovecot(DovecotSetup dovecot) {
        boolean said =
                dovecot.setting("ssl_min_protocol").isPresent()
                        || dovecot.setting("ssl_protocols").isPresent();
        if (!said) {
            dovecot.files().files().values().forEach(this::switchedOff);
        }
        dovecot.setting("ssl_min_protocol")
                .filter(d -> OLD.matcher(d.argument()).matches())
                .ifPresent(d -> found.add(SlipRule.OLD_TLS, d.at(), d.argument()));
        boolean required =
                dovecot.setting("ssl").filter(d -> d.argument().equals("required")).isPresent();
        if (!required) {
            dovecot.setting("disable_plaintext_auth")
                    .filter(d -> d.argument().equals("no"))
                    .or(
                            () ->
                                    dovecot.setting("auth_allow_cleartext")
                                            .filter(d -> d.argument().equals("yes")))
                    .ifPresent(d -> found.add(SlipRule.LOGIN_UNENCRYPTED, d.at(), "Dovecot"));
        }
    }

    private void switchedOff(BlockFile file) {
        for (int line = 0; line < file.text().lineCount(); line++) {
            Matcher matcher = SWITCHED_OFF.matcher(file.text().line(line));
            if (matcher.matches()) {
                found.add(
                        SlipRule.OLD_TLS,
                        new Place(file.text().path(), line + 1),
                        matcher.group(1).strip());
            }
        }
    }

    private void nginx(NginxSetup nginx) {
        for (Directive each : Directive.within(nginx.files().directives(), "ssl_protocols")) {
            List<String> old = each.arguments().stream().filter(a -> a.startsWith("SSLv")).toList();
            if (!old.isEmpty()) {
                found.add(SlipRule.OLD_TLS, each.at(), String.join(" ", old));
            }
        }
    }

    private void named(NamedSetup named) {
        for (Directive each : Directive.within(named.files().directives(), "allow-recursion")) {
            if (each.items().contains("any")) {
                found.add(SlipRule.OPEN_RESOLVER, each.at());
            }
        }
    }
}
