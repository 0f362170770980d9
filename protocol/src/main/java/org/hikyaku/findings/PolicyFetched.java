package org.hikyaku.findings;

/** What came over HTTPS where an MTA-STS policy should be (RFC 8461 section 3.3). */
public sealed interface PolicyFetched {

    /** It was not fetched. */
    record NotAsked() implements PolicyFetched {}

    /** No connection, no valid certificate, too slow or too large. */
    record Failed(String detail) implements PolicyFetched {}

    /**
     * The web server answered.
     *
     * @param status of HTTP
     * @param contentType without parameters, in lower case; empty where there is none
     * @param body at most {@link org.hikyaku.mtasts.MtaStsPolicy#MAX_OCTETS}
     */
    record Page(int status, String contentType, String body) implements PolicyFetched {}
}
