package org.hikyaku.certs;

import java.net.InetAddress;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/** What a certificate may be for. */
public sealed interface CertName {

    /** As ACME and certificates write it. */
    String text();

    /**
     * A host.
     *
     * @param wildcard whether it stands for all names one label below (RFC 8555 section 7.1.3)
     */
    record Host(DomainName name, boolean wildcard) implements CertName {
        @Override
        public String text() {
            return (wildcard ? "*." : "") + name.ascii();
        }
    }

    /** An address (RFC 8738). */
    record Address(InetAddress address) implements CertName {
        @Override
        public String text() {
            return address.getHostAddress();
        }
    }

    /** Reads {@code mail.example.com}, {@code *.example.com}, {@code 192.0.2.1}. */
    static Optional<CertName> parse(String text) {
        Optional<InetAddress> address = IpNet.address(text);
        if (address.isPresent()) {
            return Optional.of(new Address(address.get()));
        }
        boolean wildcard = text.startsWith("*.");
        return DomainName.parse(wildcard ? text.substring(2) : text)
                .filter(name -> name.isHostName() && name.labelCount() > 1)
                .map(name -> new Host(name, wildcard));
    }
}
