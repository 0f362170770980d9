package org.hikyaku.app.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hikyaku.certs.Authority;
import org.hikyaku.certs.CertHooks;
import org.hikyaku.certs.CertName;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.KeyKind;
import org.hikyaku.certs.Lineage;
import org.hikyaku.certs.ProofKind;
import org.hikyaku.name.MailAddress;

/** Reads {@code [certificates]}, {@code [certificate.NAME]} and {@code [authority.NAME]}. */
final class CertificateReader {

    private static final String ALL = "certificates";
    private static final String ONE = "certificate";
    private static final String AUTHORITY = "authority";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final TomlText toml;
    private final Function<String, Optional<Path>> path;
    private final Map<String, Authority> own = new HashMap<>();
    private final Map<String, Path> webroots = new HashMap<>();

    /** Reads from {@code toml}; {@code path} takes paths from the folder of the settings. */
    CertificateReader(TomlText toml, Function<String, Optional<Path>> path) {
        this.toml = toml;
        this.path = path;
    }

    /** What one table may say and another takes over. */
    private record Usual(
            List<Authority> authorities,
            ProofKind proof,
            KeyKind key,
            boolean reuseKey,
            String profile) {}

    CertificateSettings read() throws SettingsException {
        for (String name : toml.tables(AUTHORITY)) {
            own.put(name, authority(name));
        }
        CertificateSettings d = CertificateSettings.NONE;
        Usual usual =
                usual(
                        ALL,
                        new Usual(
                                List.of(Authority.known("letsencrypt").orElseThrow()),
                                ProofKind.HTTP_01,
                                KeyKind.ECDSA_P256,
                                false,
                                ""));
        Optional<Path> webroot = path(ALL + ".webroot");
        List<CertificatePlan> plans = plans(usual);
        boolean agreed = toml.flag(ALL + ".terms-agreed", false);
        List<String> contact =
                toml.list(
                        ALL + ".contact",
                        "mail addresses",
                        t -> MailAddress.parse(t).map(_ -> t),
                        d.contact());
        if (!plans.isEmpty() && !agreed) {
            throw toml.wrong(
                    ALL + ".terms-agreed",
                    "must be true: read the terms of the authority and agree to them");
        }
        return new CertificateSettings(
                agreed,
                contact,
                plans,
                address(ALL + ".http", d.http()),
                address(ALL + ".tls", d.tls()),
                webroot.orElse(null),
                webroots,
                path(ALL + ".folder").orElse(null),
                access(),
                hooks());
    }

    private List<CertificatePlan> plans(Usual usual) throws SettingsException {
        List<CertificatePlan> plans = new ArrayList<>();
        List<CertName> first = names(ALL);
        if (!first.isEmpty()) {
            plans.add(plan(first.getFirst().text().replace("*.", ""), first, usual));
        }
        for (String name : toml.tables(ONE)) {
            String table = ONE + "." + name;
            if (!WORD.matcher(name).matches() || plans.stream().anyMatch(is(name))) {
                throw toml.wrong(
                        table, "must be a name of its own, such as [certificate.\"example.com\"]");
            }
            List<CertName> names = names(table);
            if (names.isEmpty()) {
                throw toml.wrong(table, "needs names, such as names = [\"www.example.com\"]");
            }
            Usual its = usual(table, usual);
            Optional<Path> webroot = path(table + ".webroot");
            webroot.ifPresent(root -> names.forEach(n -> webroots.put(n.text(), root)));
            plans.add(plan(name, names, its));
        }
        return plans;
    }

    private static Predicate<CertificatePlan> is(String name) {
        return plan -> plan.name().equals(name);
    }

    private CertificatePlan plan(String name, List<CertName> names, Usual usual)
            throws SettingsException {
        boolean wildcard = names.stream().anyMatch(CertificateReader::isWildcard);
        boolean dns =
                usual.proof() == ProofKind.DNS_01 || usual.proof() == ProofKind.DNS_PERSIST_01;
        if (wildcard && !dns) {
            // RFC 8555 section 7.1.3, and the CA/Browser Forum's Baseline Requirements.
            throw toml.wrong(
                    ALL + ".challenge", "must be \"dns-01\" for names with *, set [dns.publisher]");
        }
        return new CertificatePlan(
                name,
                names,
                usual.authorities(),
                usual.proof(),
                usual.key(),
                usual.reuseKey(),
                usual.profile());
    }

    private static boolean isWildcard(CertName name) {
        return name instanceof CertName.Host host && host.wildcard();
    }

    private List<CertName> names(String table) throws SettingsException {
        List<CertName> names =
                toml.list(
                        table + ".names",
                        "names such as \"mail.example.com\" or \"*.example.com\", or addresses",
                        CertName::parse,
                        List.of());
        if (names.size() > CertificatePlan.MAX_NAMES) {
            throw toml.wrong(
                    table + ".names", "must have at most " + CertificatePlan.MAX_NAMES + " names");
        }
        return names;
    }

    private Usual usual(String table, Usual d) throws SettingsException {
        List<Authority> authorities =
                toml.list(
                        table + ".authorities",
                        "\"letsencrypt\", \"letsencrypt-staging\", \"zerossl\", \"google\", \"buypass\" or those of an [authority.NAME]",
                        this::authorityCalled,
                        d.authorities());
        if (authorities.isEmpty()) {
            throw toml.wrong(table + ".authorities", "must not be empty");
        }
        return new Usual(
                authorities,
                toml.value(
                                table + ".challenge",
                                "\"http-01\", \"tls-alpn-01\", \"dns-01\" or \"dns-persist-01\"",
                                ProofKind::of)
                        .orElse(d.proof()),
                toml.value(
                                table + ".key",
                                "\"ecdsa\", \"ecdsa-p384\", \"rsa\" or \"rsa-4096\"",
                                KeyKind::of)
                        .orElse(d.key()),
                toml.flag(table + ".reuse-key", d.reuseKey()),
                toml.value(
                                table + ".acme-profile",
                                "the name of a profile of the authority, such as \"shortlived\"",
                                t -> Optional.of(t).filter(WORD.asMatchPredicate()))
                        .orElse(d.profile()));
    }

    private Optional<Authority> authorityCalled(String name) {
        Authority mine = own.get(name);
        return mine == null ? Authority.known(name) : Optional.of(mine);
    }

    private Authority authority(String name) throws SettingsException {
        String table = AUTHORITY + "." + name;
        if (!WORD.matcher(name).matches()) {
            throw toml.wrong(table, "must be a word");
        }
        Optional<URI> directory =
                toml.value(
                        table + ".directory",
                        "the https URL of its ACME directory",
                        CertificateReader::https);
        Optional<String> keyId =
                toml.value(
                        table + ".key-id",
                        "the key identifier of your account there",
                        t -> Optional.of(t).filter(k -> !k.isBlank()));
        Optional<Path> keyFile = path(table + ".key-file");
        if (keyId.isPresent() != keyFile.isPresent()) {
            throw toml.wrong(table + ".key-id", "key-id and key-file go together");
        }
        Optional<URI> url =
                directory.isPresent() ? directory : Authority.known(name).map(Authority::directory);
        return new Authority(
                name,
                url.orElseThrow(() -> toml.wrong(table, "needs directory, its https URL")),
                keyId.isPresent() && keyFile.isPresent()
                        ? new Authority.Binding(keyId.get(), keyFile.get())
                        : null,
                path(table + ".ca-bundle").orElse(null));
    }

    private static Optional<URI> https(String text) {
        try {
            URI uri = new URI(text);
            return Optional.of(uri)
                    .filter(u -> "https".equals(u.getScheme()) && u.getHost() != null);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private Lineage.Access access() throws SettingsException {
        String group =
                toml.value(
                                ALL + ".group",
                                "the name of a group that may read them",
                                t -> Optional.of(t).filter(WORD.asMatchPredicate()))
                        .orElse(null);
        boolean reads = toml.flag(ALL + ".group-reads-key", false);
        if (reads && group == null) {
            throw toml.wrong(ALL + ".group-reads-key", "needs certificates.group");
        }
        return new Lineage.Access(group, reads);
    }

    private CertHooks hooks() throws SettingsException {
        return new CertHooks(
                command("pre-hook"),
                command("deploy-hook"),
                command("post-hook"),
                toml.list(
                        ALL + ".reload",
                        "\"postfix\", \"dovecot\" or \"nginx\"",
                        CertificateReader::reload,
                        List.of()));
    }

    private List<String> command(String key) throws SettingsException {
        return toml.list(
                ALL + "." + key, "a program and its arguments", Values::argument, List.of());
    }

    private static Optional<CertHooks.Reload> reload(String text) {
        for (CertHooks.Reload one : CertHooks.Reload.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private Optional<Path> path(String key) throws SettingsException {
        return toml.value(key, "a path", path);
    }

    private InetSocketAddress address(String key, InetSocketAddress d) throws SettingsException {
        return toml.value(key, "an address such as \"*:" + d.getPort() + "\"", Values::address)
                .orElse(d);
    }
}
