package org.hikyaku.opendkim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dkim.Canonicalization;

/**
 * What an opendkim.conf says, its tables read.
 *
 * @param options the settings themselves
 * @param mode what is done at all
 * @param who which keys sign for whom
 * @param origin what is ours
 * @param form how is signed
 * @param keys which keys are good enough
 */
public record OpendkimSetup(
        OptionFile options, Mode mode, Who who, Origin origin, Form form, KeyRules keys) {

    /** Whether it signs, whether it checks. */
    public record Mode(boolean signs, boolean verifies) {}

    /** Which keys sign for whom. */
    public sealed interface Who {
        /** One key for a list of domains. */
        record OneKey(Dataset domains, boolean subDomains, String keyFile, String selector)
                implements Who {}

        /** Tables. */
        record Tables(KeyTable keys, SigningTable signing, boolean many) implements Who {}

        /** No key. */
        record Nobody() implements Who {}
    }

    /**
     * What is ours, and what is exempt.
     *
     * @param internal hosts whose mail is signed
     * @param peers hosts whose mail is neither signed nor checked
     * @param externalIgnored hosts that may use our names without being ours
     * @param exemptDomains authors' domains that are neither signed nor checked
     * @param daemons names of the MTA's ports whose mail is signed
     * @param macros macros whose presence or value makes mail ours
     * @param notSignedTo recipients whose mail is not signed
     */
    public record Origin(
            HostList internal,
            HostList peers,
            HostList externalIgnored,
            Optional<Dataset> exemptDomains,
            Optional<Dataset> daemons,
            Optional<Dataset> macros,
            Optional<Dataset> notSignedTo) {}

    /**
     * How is signed.
     *
     * @param lifetime of signatures, or empty for always
     * @param senderFields the fields that tell whose domain counts, the first that is there
     * @param removeOld whether signatures that are there already are taken off
     */
    public record Form(
            Canonicalization header,
            Canonicalization body,
            HeaderChoice headers,
            Optional<Duration> lifetime,
            List<String> senderFields,
            boolean removeOld) {
        /** Copies the list. */
        public Form {
            senderFields = List.copyOf(senderFields);
        }
    }

    /**
     * Which keys are good enough.
     *
     * @param safe whether keys that others can read are refused
     * @param minimumBits of RSA keys
     */
    public record KeyRules(boolean safe, long minimumBits) {}
}
