package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/**
 * What is looked at.
 *
 * @param name a domain or a host; for an address alone its name under in-addr.arpa or ip6.arpa
 * @param senders addresses that send for it: SPF must pass them, they need PTR records
 * @param selectors DKIM selectors that must have a key
 * @param guesses DKIM selectors that may have one
 * @param blockLists zones of DNS blocklists (RFC 5782)
 */
public record Subject(
        DomainName name,
        List<InetAddress> senders,
        List<String> selectors,
        List<String> guesses,
        List<DomainName> blockLists) {

    private static final DomainName ARPA = new DomainName("arpa");

    /** Copies the lists. */
    public Subject {
        senders = List.copyOf(senders);
        selectors = List.copyOf(selectors);
        guesses = List.copyOf(guesses);
        blockLists = List.copyOf(blockLists);
    }

    /** A domain and nothing else. */
    public static Subject of(DomainName name) {
        return new Subject(name, List.of(), List.of(), List.of(), List.of());
    }

    /** An address and nothing else. */
    public static Subject of(InetAddress address) {
        return of(IpNet.reverseName(address)).withSenders(List.of(address));
    }

    /** With other senders. */
    public Subject withSenders(List<InetAddress> others) {
        return new Subject(name, others, selectors, guesses, blockLists);
    }

    /** With other selectors. */
    public Subject withSelectors(List<String> must, List<String> may) {
        return new Subject(name, senders, must, may, blockLists);
    }

    /** With other blocklists. */
    public Subject withBlockLists(List<DomainName> others) {
        return new Subject(name, senders, selectors, guesses, others);
    }

    /** Whether it is an address alone. */
    public boolean isAddress() {
        return name.isWithin(ARPA);
    }
}
