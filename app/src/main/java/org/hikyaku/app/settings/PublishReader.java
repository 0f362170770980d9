package org.hikyaku.app.settings;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfParser;
import org.hikyaku.zone.Publishing;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code [publish]}, and {@code [publish."example.com"]}, which begins with what that says.
 */
final class PublishReader {

    private static final String TABLE = "publish";

    /** A text record may hold more, but no token does. */
    private static final int MAX_TOKEN_CHARS = 500;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}"); // RFC 8461 section 3.1
    private static final Pattern REPORTS =
            Pattern.compile("mailto:[^\\s,;!@]+@[^\\s,;!@]+|https://[^\\s,;!]+");
    private static final Pattern URI = Pattern.compile("https://[^\\s,;]+");
    private static final Pattern CAA =
            Pattern.compile("(issue|issuewild|issuemail|iodef) ([\\x20-\\x7e]{1,500})");

    /** RFC 7672 section 3.1: usages 2 and 3; a SHA-256 or SHA-512 digest. */
    private static final Pattern TLSA =
            Pattern.compile("([23]) ([01]) (1 [0-9a-fA-F]{64}|2 [0-9a-fA-F]{128})");

    private static final Pattern TOKEN =
            Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0," + MAX_TOKEN_CHARS + "})");

    private final TomlText toml;

    PublishReader(TomlText toml) {
        this.toml = toml;
    }

    Settings.Publish publish(Settings.Publish d) throws SettingsException {
        List<InetAddress> addresses =
                toml.list(
                        TABLE + ".addresses",
                        "addresses such as \"192.0.2.25\" or \"2001:db8::25\"",
                        IpNet::address,
                        d.addresses());
        Publishing common = publishing(TABLE, d.common());
        Map<DomainName, Publishing> domains = new LinkedHashMap<>();
        for (String name : toml.tables(TABLE)) {
            String table = TABLE + "." + name;
            DomainName domain =
                    DomainName.parse(name)
                            .orElseThrow(
                                    () ->
                                            toml.wrong(
                                                    table,
                                                    "must be a domain in quotes, such as [publish.\"example.com\"]"));
            domains.put(domain, publishing(table, common));
        }
        return new Settings.Publish(addresses, common, domains);
    }

    private Publishing publishing(String table, Publishing d) throws SettingsException {
        return new Publishing(
                spf(table, d.spf()),
                dmarc(table, d.dmarc()),
                toml.value(
                                table + ".adsp",
                                "\"unknown\", \"all\" or \"discardable\"",
                                t -> word(Publishing.Practices.values(), t))
                        .orElse(d.adsp()),
                transport(table, d.transport()),
                discovery(table, d.discovery()),
                toml.list(
                        table + ".caa",
                        "tag and value, such as \"issue letsencrypt.org; validationmethods=dns-01\"",
                        PublishReader::caa,
                        d.caa()),
                bimi(table, d.bimi()),
                toml.list(
                        table + ".tokens",
                        "texts such as \"google-site-verification=abc\"",
                        t -> matching(TOKEN, t),
                        d.tokens()));
    }

    private Publishing.Spf spf(String table, Publishing.Spf d) throws SettingsException {
        String terms = "SPF terms such as \"include:_spf.example.net\"";
        return new Publishing.Spf(
                toml.value(
                                table + ".spf-all",
                                "\"keep\", \"softfail\" or \"fail\"",
                                t -> word(Publishing.All.values(), t))
                        .orElse(d.all()),
                toml.list(table + ".spf-add", terms, PublishReader::term, d.add()),
                toml.list(table + ".spf-drop", terms, Optional::of, d.drop()));
    }

    private Publishing.Dmarc dmarc(String table, Publishing.Dmarc d) throws SettingsException {
        return new Publishing.Dmarc(
                toml.value(
                                table + ".dmarc-policy",
                                "\"none\", \"quarantine\" or \"reject\"",
                                t -> word(Policy.values(), t))
                        .orElse(d.policy()),
                toml.list(
                        table + ".dmarc-reports",
                        "mail addresses such as \"reports@example.com\"",
                        MailAddress::parse,
                        d.reports()),
                toml.list(
                        table + ".dmarc-reports-for",
                        "domains such as \"example.net\"",
                        DomainName::parse,
                        d.reportsFor()));
    }

    private Publishing.Transport transport(String table, Publishing.Transport d)
            throws SettingsException {
        return new Publishing.Transport(
                toml.value(
                                table + ".mta-sts-id",
                                "1 to 32 letters and digits, such as \"20261124\"",
                                t -> matching(ID, t))
                        .orElse(d.mtaStsId()),
                toml.list(
                        table + ".tls-reports",
                        "URIs such as \"mailto:postmaster@example.com\"",
                        t -> matching(REPORTS, t),
                        d.tlsReports()),
                toml.list(
                        table + ".tlsa",
                        "usage, selector, matching and digest, such as \"3 1 1 9f86d0...\"",
                        PublishReader::tlsa,
                        d.tlsa()));
    }

    private Publishing.Discovery discovery(String table, Publishing.Discovery d)
            throws SettingsException {
        return new Publishing.Discovery(
                toml.list(
                        table + ".services",
                        "\"submissions\", \"submission\", \"imaps\" or \"imap\"",
                        t -> word(Publishing.Service.values(), t),
                        d.services()),
                toml.flag(table + ".autoconfig", d.autoconfig()));
    }

    private Publishing.@Nullable Bimi bimi(String table, Publishing.@Nullable Bimi d)
            throws SettingsException {
        String allowed = "an address that begins with https://";
        String logo =
                toml.value(table + ".bimi-logo", allowed, t -> matching(URI, t))
                        .orElse(d == null ? null : d.logo());
        String evidence =
                toml.value(table + ".bimi-evidence", allowed, t -> matching(URI, t))
                        .orElse(d == null ? "" : d.evidence());
        if (logo == null && !evidence.isEmpty()) {
            throw toml.wrong(table + ".bimi-evidence", "needs a bimi-logo beside it");
        }
        return logo == null ? null : new Publishing.Bimi(logo, evidence);
    }

    private static <E extends Enum<E>> Optional<E> word(E[] values, String text) {
        return Stream.of(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static Optional<String> matching(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> term(String text) {
        try {
            var record = SpfParser.parse(SpfParser.VERSION + " " + text);
            return record.directives().size() == 1 && !text.matches("(?i)[-+~?]?all|.*\\s.*")
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (SpfParser.Malformed _) {
            return Optional.empty();
        }
    }

    private static Optional<DnsRecord.Caa> caa(String text) {
        Matcher matcher = CAA.matcher(text);
        return matcher.matches()
                ? Optional.of(new DnsRecord.Caa(0, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    private static Optional<DnsRecord.Tlsa> tlsa(String text) {
        Matcher matcher = TLSA.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digest = matcher.group(3).toLowerCase(Locale.ROOT);
        return Optional.of(
                new DnsRecord.Tlsa(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        digest.charAt(0) - '0',
                        digest.substring(2)));
    }
}
