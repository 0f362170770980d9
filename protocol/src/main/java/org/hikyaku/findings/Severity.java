package org.hikyaku.findings;

/** How much a finding matters. */
public enum Severity {
    /** Mail is lost or refused because of it, or will be. */
    FAILED,
    /** It works, but not everywhere or not for long. */
    WARNING,
    /** As it should be. */
    PASSED
}
