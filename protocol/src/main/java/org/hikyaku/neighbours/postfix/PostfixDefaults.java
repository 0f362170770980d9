package org.hikyaku.neighbours.postfix;

import java.util.Map;
import java.util.Optional;

/** The defaults of the settings that matter here, as postconf(5) has them. */
final class PostfixDefaults {

    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("queue_directory", "/var/spool/postfix"),
                    Map.entry("config_directory", "/etc/postfix"),
                    Map.entry("data_directory", "/var/lib/postfix"),
                    Map.entry("mail_owner", "postfix"),
                    Map.entry("myorigin", "$myhostname"),
                    Map.entry("mydestination", "$myhostname, localhost.$mydomain, localhost"),
                    Map.entry("relay_domains", ""),
                    Map.entry("virtual_alias_domains", "$virtual_alias_maps"),
                    Map.entry("virtual_mailbox_domains", "$virtual_mailbox_maps"),
                    Map.entry("inet_interfaces", "all"),
                    Map.entry("inet_protocols", "all"),
                    Map.entry("compatibility_level", "0"),
                    Map.entry("milter_default_action", "tempfail"),
                    Map.entry("milter_protocol", "6"),
                    Map.entry("smtpd_tls_key_file", "$smtpd_tls_cert_file"),
                    Map.entry("smtpd_tls_auth_only", "no"),
                    Map.entry("smtpd_sasl_auth_enable", "no"),
                    Map.entry("smtpd_sasl_type", "cyrus"),
                    Map.entry("smtpd_sasl_path", "smtpd"),
                    Map.entry("smtpd_sasl_security_options", "noanonymous"),
                    Map.entry("smtpd_use_tls", "no"),
                    Map.entry("smtpd_enforce_tls", "no"),
                    Map.entry("smtp_use_tls", "no"),
                    Map.entry("smtp_enforce_tls", "no"));

    private PostfixDefaults() {}

    static Optional<String> of(String name) {
        return Optional.ofNullable(VALUES.get(name));
    }
}
