package org.hikyaku.zone;

/** What a record is for. */
public enum Purpose {
    /** The server's address. */
    HOST_ADDRESS("the mail server's address; its PTR record must lead back to this name"),
    /** Where mail for the domain goes. */
    MX("mail for the domain goes to this server"),
    /** RFC 7208. */
    SPF("SPF: which addresses may send for the domain"),
    /** RFC 7208 section 10.1.3: the name in HELO, which bounces are checked by. */
    HOST_SPF("SPF of the server's own name, which bounces are checked by"),
    /** RFC 6376. */
    DKIM("DKIM: the public half of the key that signs outgoing mail"),
    /** RFC 9989. */
    DMARC("DMARC: what to do with forgeries (p=none: only report; later quarantine, then reject)"),
    /** RFC 9990 section 4: others may send reports here. */
    REPORT_AUTHORISATION("DMARC: reports about the other domain may be sent to this one"),
    /** RFC 5617, which is Historic. */
    ADSP("ADSP: which mail of the domain is signed (RFC 5617, Historic: hardly anybody asks)"),
    /** RFC 8461 section 3.1. */
    MTA_STS("MTA-STS: others ask for the policy that demands TLS"),
    /** RFC 8461 section 3.3. */
    MTA_STS_HOST("MTA-STS: where the policy is fetched over HTTPS"),
    /** RFC 8460 section 3. */
    TLS_RPT("TLS-RPT: where others report failures of TLS to"),
    /** RFC 7672. */
    TLSA("DANE: the certificate of the server's port 25, bound by DNSSEC"),
    /** RFC 6186 and RFC 8314. */
    CLIENT_SERVICE("mail programs find the server"),
    /** Thunderbird and others. */
    AUTOCONFIG("mail programs fetch their settings"),
    /** RFC 8659. */
    CAA("CAA: who may issue certificates"),
    /** The drafts of the BIMI group. */
    BIMI("BIMI: the logo beside the mail"),
    /** Set by whoever the address comes from. */
    PTR("the name of the server's address, to be set by whoever the address comes from"),
    /** Proof of ownership for a service. */
    TOKEN("proves to a service whose domain it is");

    private final String text;

    Purpose(String text) {
        this.text = text;
    }

    /** One sentence in English, as the comments of a zone file have it. */
    public String text() {
        return text;
    }
}
