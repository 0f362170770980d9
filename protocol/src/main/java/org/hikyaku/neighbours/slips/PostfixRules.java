package org.hikyaku.neighbours.slips;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.setup.PostfixSetup;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.Place;

/** Slips in {@code main.cf} and {@code master.cf}, those about filters left out. */
final class PostfixRules {

    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "^\\s+((?:smtpd?|milter|non_smtpd|my|virtual|relay|inet|tls|lmtp|local|alias)"
                            + "[a-z0-9_]*)\\s*=.*");
    private static final List<String> CERTIFICATES =
            List.of("smtpd_tls_cert_file", "smtpd_tls_eccert_file", "smtpd_tls_chain_files");

    private final PostfixSetup postfix;
    private final MainCf main;
    private final Setup setup;
    private final Found found;

    PostfixRules(PostfixSetup postfix, Setup setup, Found found) {
        this.postfix = postfix;
        this.main = postfix.main();
        this.setup = setup;
        this.found = found;
    }

    void check() {
        replaced();
        main.entries().forEach(this::swallowed);
        main.entries().forEach(this::commented);
        tlsNotOffered();
        outgoing();
        ownChain();
        postfix.smtpServers().forEach(this::login);
        openRelay();
        policyServices();
    }

    private void replaced() {
        for (MainCf.Entry entry : main.overridden()) {
            MainCf.Entry last = main.entry(entry.name()).orElseThrow();
            if (!last.value().equals(entry.value())) {
                found.add(
                        SlipRule.SETTING_REPLACED,
                        entry.at(),
                        entry.name(),
                        entry.value(),
                        last.value(),
                        String.valueOf(last.at().line()));
            }
        }
    }

    /** An indented line continues the one before it, whatever it looks like. */
    private void swallowed(MainCf.Entry entry) {
        List<Integer> lines = entry.lines().all();
        for (int line : lines.subList(1, lines.size())) {
            Matcher matcher = ASSIGNMENT.matcher(main.text().line(line - 1));
            if (matcher.matches()) {
                found.add(
                        SlipRule.LINE_SWALLOWED,
                        new Place(main.text().path(), line),
                        matcher.group(1),
                        entry.name(),
                        String.valueOf(entry.at().line()));
            }
        }
    }

    private void commented(MainCf.Entry entry) {
        boolean free = entry.value().contains("{") || entry.name().endsWith("banner");
        int comment = entry.value().indexOf(" #");
        if (comment > 0 && !free) {
            found.add(
                    SlipRule.COMMENT_IN_VALUE,
                    entry.at(),
                    entry.name(),
                    entry.value().substring(0, comment).strip(),
                    entry.value());
        }
    }

    private boolean offersTls(Optional<MasterCf.Service> service) {
        return !effective(service, "smtpd_tls_security_level").isEmpty()
                || effective(service, "smtpd_use_tls").equalsIgnoreCase("yes")
                || effective(service, "smtpd_enforce_tls").equalsIgnoreCase("yes");
    }

    private String effective(Optional<MasterCf.Service> service, String name) {
        return service.map(s -> postfix.effective(s, name)).orElseGet(() -> main.effective(name));
    }

    private void tlsNotOffered() {
        Optional<MainCf.Entry> certificate =
                CERTIFICATES.stream().map(main::entry).flatMap(Optional::stream).findFirst();
        List<MasterCf.Service> incoming =
                postfix.services("smtpd").stream()
                        .filter(s -> PostfixSetup.port(s) == 25 || s.type().equals("pass"))
                        .toList();
        boolean offered =
                incoming.isEmpty()
                        ? offersTls(Optional.empty())
                        : incoming.stream().allMatch(s -> offersTls(Optional.of(s)));
        certificate
                .filter(c -> !c.value().isEmpty() && !offered)
                .ifPresent(c -> found.add(SlipRule.TLS_NOT_OFFERED, c.at(), c.name()));
    }

    private void outgoing() {
        boolean none =
                main.effective("smtp_tls_security_level").isEmpty()
                        && !main.isYes("smtp_use_tls")
                        && !main.isYes("smtp_enforce_tls")
                        && main.entry("smtp_tls_policy_maps").isEmpty();
        // Postfix 3.11 has may as its default.
        String version = setup.versions().getOrDefault("postfix", "");
        String level = main.effective("compatibility_level");
        boolean newer = isNewer(version) || isNewer(level);
        boolean off = main.effective("smtp_tls_security_level").equals("none");
        if (none && !newer || off) {
            found.add(
                    SlipRule.OUTGOING_UNENCRYPTED,
                    main.entry("smtp_tls_security_level")
                            .map(MainCf.Entry::at)
                            .orElse(new Place(main.text().path(), 0)));
        }
    }

    private static boolean isNewer(String version) {
        Matcher matcher = Pattern.compile("(\\d{1,3})\\.(\\d{1,3}).*").matcher(version);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2))
                        >= 3011;
    }

    private void ownChain() {
        Optional<MainCf.Entry> entry = main.entry("smtp_tls_CAfile");
        String path = main.effective("smtp_tls_CAfile");
        boolean own =
                path.startsWith("/etc/letsencrypt/live/")
                        || !path.isEmpty()
                                && CERTIFICATES.stream().anyMatch(n -> main.list(n).contains(path));
        if (entry.isPresent() && own) {
            found.add(SlipRule.OWN_CHAIN_AS_TRUST, entry.get().at(), path);
        }
    }

    private void login(MasterCf.Service service) {
        boolean open =
                postfix.effective(service, "smtpd_sasl_auth_enable").equalsIgnoreCase("yes")
                        && !postfix.effective(service, "smtpd_tls_auth_only")
                                .equalsIgnoreCase("yes")
                        && !postfix.effective(service, "smtpd_tls_security_level").equals("encrypt")
                        && !postfix.effective(service, "smtpd_enforce_tls").equalsIgnoreCase("yes")
                        && !postfix.effective(service, "smtpd_tls_wrappermode")
                                .equalsIgnoreCase("yes")
                        && !postfix.effective(service, "smtpd_sasl_security_options")
                                .contains("noplaintext");
        boolean local = service.name().startsWith("127.0.0.1:");
        if (!open || local || service.command().equals("postscreen")) {
            return;
        }
        Place at =
                service.option("smtpd_sasl_auth_enable")
                        .map(MasterCf.Option::at)
                        .or(() -> main.entry("smtpd_sasl_auth_enable").map(MainCf.Entry::at))
                        .orElse(service.at());
        found.add(SlipRule.LOGIN_UNENCRYPTED, at, service.name());
    }

    private void openRelay() {
        for (String network : main.list("mynetworks")) {
            if (network.equals("0.0.0.0/0") || network.equals("[::]/0") || network.equals("::/0")) {
                main.entry("mynetworks")
                        .ifPresent(e -> found.add(SlipRule.OPEN_RELAY, e.at(), network));
            }
        }
    }

    private void policyServices() {
        for (String asked : postfix.policyServices()) {
            String name = asked.replaceFirst("^unix:private/", "");
            boolean missing =
                    !name.equals(asked) && postfix.master().service(name, "unix").isEmpty();
            if (missing && !postfix.master().services().isEmpty()) {
                main.entries().stream()
                        .filter(e -> e.value().contains(asked))
                        .findFirst()
                        .ifPresent(
                                e ->
                                        found.add(
                                                SlipRule.POLICY_SERVICE_MISSING,
                                                e.at(),
                                                asked,
                                                name));
            }
        }
    }
}
