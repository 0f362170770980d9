package org.hikyaku.lookup;

import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** What is asked: the key of everything that is remembered. */
record Question(DomainName name, RecordType type) {}
