package org.hikyaku.zone;

import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;

/**
 * A record to publish.
 *
 * @param name where
 * @param data what
 * @param purpose why
 */
public record DesiredRecord(DomainName name, DnsRecord data, Purpose purpose) {}
