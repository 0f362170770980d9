package org.hikyaku.submission;

import java.net.InetAddress;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/**
 * How submission takes mail.
 *
 * @param hostname our name, in Received
 * @param trustedNetworks clients there need not log in; they may send for any of our domains
 */
public record SubmissionSettings(DomainName hostname, List<IpNet> trustedNetworks) {

    /** Copies the list. */
    public SubmissionSettings {
        trustedNetworks = List.copyOf(trustedNetworks);
    }

    /** Without trusted networks. */
    public static SubmissionSettings of(DomainName hostname) {
        return new SubmissionSettings(hostname, List.of());
    }

    boolean trusts(InetAddress client) {
        for (IpNet net : trustedNetworks) {
            if (net.contains(client)) {
                return true;
            }
        }
        return false;
    }
}
