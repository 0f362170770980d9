package org.hikyaku.app.lookup;

/** x */
public final class DomainCheckCommand {}
