package org.hikyaku.neighbours.slips;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hikyaku.neighbours.renewal.Crontab;
import org.hikyaku.neighbours.renewal.IniFile;
import org.hikyaku.neighbours.setup.CertificateFile.Program;
import org.hikyaku.neighbours.setup.Hook;
import org.hikyaku.neighbours.setup.Lineage;
import org.hikyaku.neighbours.setup.NginxSetup;
import org.hikyaku.neighbours.setup.NginxSetup.Served;
import org.hikyaku.neighbours.setup.RenewalJob;
import org.hikyaku.neighbours.setup.Setup;

/** Slips in how certificates are renewed. */
final class RenewalRules {

    /** Where an authority looks (RFC 8555 section 8.3), with a file of our own. */
    private static final String CHALLENGE = "/.well-known/acme-challenge/hikyaku";

    /** Redirects and proxies that lead on: more is a circle. */
    private static final int MAX_STEPS = 6;

    private static final Pattern LOCAL_PROXY =
            Pattern.compile("http://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::(\\d{1,5}))?/?");
    private static final Pattern SILENT =
            Pattern.compile("(?:&>|>&|>)\\s*/dev/null(?:\\s+2>&1)?|2>\\s*/dev/null");
    private static final Pattern RESTARTS =
            Pattern.compile(
                    "(?:service|rc-service)\\s+(postfix|dovecot|nginx)\\s+restart"
                            + "|systemctl\\s+restart\\s+(?:\\S+\\s+)*?(postfix|dovecot|nginx)\\b"
                            + "|/etc/init\\.d/(postfix|dovecot|nginx)\\s+restart");

    private final Setup setup;
    private final Found found;

    RenewalRules(Setup setup, Found found) {
        this.setup = setup;
        this.found = found;
    }

    void check() {
        setup.jobs().forEach(j -> j.line().ifPresent(this::line));
        allHooks().forEach(this::hook);
        twice();
        setup.lineages().forEach(this::loaded);
        setup.lineages().forEach(this::challenges);
    }

    private List<Hook> allHooks() {
        return Stream.of(
                        setup.jobs().stream().flatMap(j -> j.hooks().stream()),
                        setup.lineages().stream().flatMap(l -> l.hooks().stream()),
                        setup.folderHooks().stream())
                .flatMap(s -> s)
                .toList();
    }

    private void line(Crontab.Job job) {
        Matcher dead =
                Pattern.compile("\\S*(?:certbot-auto|letsencrypt-auto)\\b").matcher(job.command());
        if (dead.find()) {
            found.add(SlipRule.RENEWAL_PROGRAM_DEAD, job.at(), dead.group());
        }
        Matcher silent = SILENT.matcher(job.command());
        if (silent.find()) {
            found.add(SlipRule.RENEWAL_SILENT, job.at(), silent.group());
        }
    }

    private void hook(Hook hook) {
        Matcher restarts = RESTARTS.matcher(hook.command());
        List<String> services = new ArrayList<>();
        while (restarts.find()) {
            for (int i = 1; i <= restarts.groupCount(); i++) {
                if (restarts.group(i) != null) {
                    services.add(restarts.group(i));
                }
            }
        }
        if (!services.isEmpty()) {
            found.add(SlipRule.RESTART_CUTS, hook.at(), String.join(", ", services));
        }
        boolean loads = hook.command().matches("(?s).*\\b(restart|reload)\\b.*");
        if (hook.when() == Hook.When.POST && loads) {
            found.add(SlipRule.HOOK_AFTER_FAILURE, hook.at());
        }
    }

    /** A timer and a line; Debian's own line does nothing where systemd runs. */
    private void twice() {
        Optional<RenewalJob> timer =
                setup.jobs().stream().filter(j -> j.line().isEmpty()).findFirst();
        if (timer.isEmpty()) {
            return;
        }
        for (RenewalJob job : setup.jobs()) {
            job.line()
                    .filter(l -> !l.command().contains("/run/systemd/system"))
                    .filter(l -> l.command().contains("certbot") && l.command().contains("renew"))
                    .ifPresent(
                            l ->
                                    found.add(
                                            SlipRule.RENEWED_TWICE,
                                            l.at(),
                                            timer.get().at().path()));
        }
    }

    /** Postfix starts new processes all the time; the others keep what they loaded. */
    private void loaded(Lineage lineage) {
        List<Hook> hooks =
                Stream.concat(
                                lineage.hooks().stream(),
                                Stream.concat(
                                        setup.folderHooks().stream(),
                                        setup.jobs().stream().flatMap(j -> j.hooks().stream())))
                        .toList();
        String installer = lineage.file().value("renewalparams", "installer").orElse("");
        for (Program program : List.of(Program.DOVECOT, Program.NGINX)) {
            boolean told =
                    installer.equals(program.service())
                            || hooks.stream().anyMatch(h -> h.names(program.service()))
                            || hooks.stream().anyMatch(h -> isForeign(h.command()));
            setup.tlsUses().stream()
                    .filter(u -> u.program() == program && !told)
                    .filter(u -> u.path().startsWith(lineage.liveFolder()))
                    .findFirst()
                    .ifPresent(
                            u ->
                                    found.add(
                                            SlipRule.RENEWED_NOT_LOADED,
                                            u.at(),
                                            program.service(),
                                            lineage.name()));
        }
    }

    /** Whether a hook runs a program whose deeds are not known here. */
    private static boolean isForeign(String command) {
        return command.strip().startsWith("/") || command.contains(".sh");
    }

    private void challenges(Lineage lineage) {
        if (!lineage.authenticator().equals("webroot")) {
            return;
        }
        for (Map.Entry<String, IniFile.Entry> each : lineage.webroots().entrySet()) {
            setup.nginx().ifPresent(n -> challenge(n, each.getKey(), each.getValue()));
        }
    }

    private void challenge(NginxSetup nginx, String name, IniFile.Entry webroot) {
        if (name.startsWith("*.")) {
            return;
        }
        String written = tidy(webroot.value() + CHALLENGE);
        switch (followed(nginx, name)) {
            case Served.File file when !tidy(file.path()).equals(written) ->
                    found.add(
                            SlipRule.CHALLENGE_FOLDER_DIFFERS,
                            webroot.at(),
                            name,
                            written.substring(0, written.lastIndexOf('/')),
                            tidy(file.path()).replaceFirst("/[^/]*$", ""),
                            file.by().at().toString());
            case Served.Fixed fixed ->
                    found.add(
                            SlipRule.CHALLENGE_FOLDER_DIFFERS,
                            webroot.at(),
                            name,
                            written.substring(0, written.lastIndexOf('/')),
                            String.join(" ", fixed.by().words()),
                            fixed.by().at().toString());
            case Served.File _, Served.Redirect _, Served.Proxy _, Served.Nowhere _ -> {}
        }
    }

    private static Served followed(NginxSetup nginx, String name) {
        int port = 80;
        Served served = nginx.serves(name, port, CHALLENGE);
        for (int i = 0; i < MAX_STEPS; i++) {
            switch (served) {
                case Served.Redirect redirect -> {
                    boolean same =
                            redirect.to()
                                    .matches(
                                            "https://(\\$\\w+|"
                                                    + Pattern.quote(name)
                                                    + ")(:443)?\\$request_uri");
                    if (!same) {
                        return served;
                    }
                    port = 443;
                }
                case Served.Proxy proxy -> {
                    Matcher local = LOCAL_PROXY.matcher(proxy.to());
                    if (!local.matches()) {
                        return served;
                    }
                    port = local.group(1) == null ? 80 : Integer.parseInt(local.group(1));
                }
                case Served.File _, Served.Fixed _, Served.Nowhere _ -> {
                    return served;
                }
            }
            served = nginx.serves(name, port, CHALLENGE);
        }
        return new Served.Nowhere();
    }

    private static String tidy(String path) {
        return path.replaceAll("/+", "/");
    }
}
