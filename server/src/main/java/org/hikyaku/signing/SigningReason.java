package org.hikyaku.signing;

import java.util.List;

/**
 * One step of a decision.
 *
 * @param kind what it is
 * @param details what it is about, as {@link Kind} says for each; foreign text among it
 */
public record SigningReason(Kind kind, List<String> details) {

    /** The steps. */
    public enum Kind {
        /** Somebody has logged in: who. */
        AUTHENTICATED,
        /** The client is one of ours: its address or name, the entry that says so. */
        INTERNAL,
        /** It came in by a port of ours: the daemon's name. */
        DAEMON,
        /** A macro says that it is ours: its name, its value. */
        MACRO,
        /** Nobody logged in, the client is not one of ours: client, daemon name. */
        NOT_OURS,
        /** Not ours, and writes in the name of a domain that we sign for: client, domain. */
        STRANGER_IN_OUR_NAME,
        /** The client is exempt from everything: client, the entry that says so. */
        PEER,
        /** The domain of the author is exempt from everything: the domain. */
        EXEMPT_DOMAIN,
        /** Mail to this recipient is not signed: the recipient. */
        NOT_SIGNED_TO,
        /** The header does not say who wrote it: what is wrong. */
        NO_AUTHOR,
        /** Whose domain counts: the address, the field it stands in. */
        AUTHOR,
        /** The domain has keys of its own: the domain. */
        DOMAIN_KEYS,
        /** The domain has no key: the domain. */
        NO_DOMAIN_KEYS,
        /** The domain is listed: the domain, the entry. */
        LISTED_DOMAIN,
        /** The domain is not listed: the domain, the name of the list. */
        UNLISTED_DOMAIN,
        /** The signing table has it: what was asked, key name, place of the entry. */
        IN_TABLE,
        /** The signing table does not have it: what was asked. */
        NOT_IN_TABLE,
        /** The key table does not have the name: key name. */
        NO_SUCH_KEY,
        /** The key cannot be used: key name, why. */
        UNUSABLE_KEY,
        /** Signs with it: selector and domain, place of the key. */
        KEY,
        /** The rules only sign: nothing. */
        SIGNS_ONLY,
        /** The rules only check, and this would be signed: nothing. */
        VERIFIES_ONLY
    }

    /** Copies the list. */
    public SigningReason {
        details = List.copyOf(details);
    }

    /** Of these details. */
    public static SigningReason of(Kind kind, String... details) {
        return new SigningReason(kind, List.of(details));
    }
}
