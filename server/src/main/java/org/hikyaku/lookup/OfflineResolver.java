package org.hikyaku.lookup;

import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** Stands where no DNS is: every question fails at once. */
public record OfflineResolver() implements Resolver {

    @Override
    public Answer query(DomainName name, RecordType type) {
        return new Answer.Failed(
                Answer.Failure.SERVER, name + " " + type + ": not asked, there is no DNS here");
    }
}
