package org.hikyaku.opendkim;

import java.util.List;
import java.util.Set;

/**
 * What an opendmarc.conf says.
 *
 * @param options the settings themselves
 * @param authservId for Authentication-Results; empty for the MTA's name, {@code HOSTNAME} for this
 *     machine's
 * @param trustedIds whose earlier results are believed
 * @param rejects whether mail that fails is refused where its domain asks for it
 * @param holds whether mail that its domain wants in quarantine is held there
 * @param rejectsSeveralAuthors whether mail with authors at several domains is refused
 * @param requiresHeaders whether mail without the fields that RFC 5322 demands is refused
 * @param exempt whose mail is not looked at
 * @param trustedSealers domains whose ARC seals are believed, in lower case
 * @param ownSpf whether SPF results that others left are ignored; ours are made anew in any case
 */
public record OpendmarcSetup(
        OptionFile options,
        String authservId,
        List<String> trustedIds,
        boolean rejects,
        boolean holds,
        boolean rejectsSeveralAuthors,
        boolean requiresHeaders,
        Exempt exempt,
        Set<String> trustedSealers,
        boolean ownSpf) {

    /**
     * Whose mail is not looked at.
     *
     * @param senders domains, in lower case
     * @param recipients addresses, in lower case
     */
    public record Exempt(
            HostList hosts, Set<String> senders, Set<String> recipients, boolean authenticated) {
        /** Copies the sets. */
        public Exempt {
            senders = Set.copyOf(senders);
            recipients = Set.copyOf(recipients);
        }
    }

    /** Copies the collections. */
    public OpendmarcSetup {
        trustedIds = List.copyOf(trustedIds);
        trustedSealers = Set.copyOf(trustedSealers);
    }

    /** What holds where there is no file: everything is told, nothing refused. */
    public static OpendmarcSetup absent() {
        return new OpendmarcReader(
                        _ -> new SourceFile(new byte[0], SourceFile.Access.PRIVATE),
                        new ConfigNotes())
                .read("");
    }
}
