package org.hikyaku.opendkim;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hikyaku.name.IpNet;

/**
 * What a policyd-spf.conf says.
 *
 * @param options the settings themselves
 * @param helo what refuses mail because of the name in HELO
 * @param mailFrom what refuses mail because of the envelope sender
 * @param rejectsPermError whether records that cannot be read refuse mail
 * @param defersTempError whether DNS that does not answer defers mail
 * @param logsOnly whether nothing is refused or deferred at all
 * @param exempt whose mail is not looked at
 * @param strictDomains domains of senders for which anything but pass refuses, in lower case
 * @param lookupTime for all questions of one message
 */
public record PolicydSpfSetup(
        OptionFile options,
        Rejects helo,
        Rejects mailFrom,
        boolean rejectsPermError,
        boolean defersTempError,
        boolean logsOnly,
        Exempt exempt,
        Set<String> strictDomains,
        Duration lookupTime) {

    /** Which results refuse. */
    public enum Rejects {
        /** The check is not made. */
        UNCHECKED,
        /** None. */
        NOTHING,
        /** Fail, for a bounce's HELO only. */
        FAIL_OF_BOUNCE,
        /** Fail. */
        FAIL,
        /** Fail and softfail. */
        SOFTFAIL,
        /** Fail, softfail and neutral. */
        NOT_PASS
    }

    /**
     * Whose mail is not looked at.
     *
     * @param networks clients from there: skip_addresses and Whitelist
     * @param heloNames names in HELO, in lower case
     * @param senderDomains whose own hosts, as their SPF records tell, are never refused
     * @param clientDomains domains of the client's verified name
     */
    public record Exempt(
            List<IpNet> networks,
            Set<String> heloNames,
            Set<String> senderDomains,
            Set<String> clientDomains) {
        /** Copies the collections. */
        public Exempt {
            networks = List.copyOf(networks);
            heloNames = Set.copyOf(heloNames);
            senderDomains = Set.copyOf(senderDomains);
            clientDomains = Set.copyOf(clientDomains);
        }
    }

    /** Copies the set. */
    public PolicydSpfSetup {
        strictDomains = Set.copyOf(strictDomains);
    }

    /** What holds where there is no file: everything is told, nothing refused. */
    public static PolicydSpfSetup absent() {
        return new PolicydSpfSetup(
                OptionFile.empty(""),
                Rejects.NOTHING,
                Rejects.NOTHING,
                false,
                false,
                true,
                new Exempt(List.of(), Set.of(), Set.of(), Set.of()),
                Set.of(),
                PolicydSpfReader.LOOKUP_TIME);
    }
}
