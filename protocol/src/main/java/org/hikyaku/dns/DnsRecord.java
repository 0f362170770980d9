package org.hikyaku.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.hikyaku.name.DomainName;

/** The data of one record; name and time to live belong to the {@link Answer}. */
public sealed interface DnsRecord {

    /** What type it is of. */
    RecordType type();

    /** The data as a zone file writes it (RFC 1035 section 5.1). */
    String text();

    /** An address of a host, either family. */
    sealed interface Address extends DnsRecord {
        /** The address. */
        InetAddress address();

        /** The record for {@code address}, of its family. */
        static Address of(InetAddress address) {
            return address instanceof Inet4Address v4
                    ? new A(v4)
                    : new Aaaa((Inet6Address) address);
        }

        @Override
        default String text() {
            return address().getHostAddress();
        }
    }

    /** An IPv4 address. */
    record A(Inet4Address address) implements Address {
        @Override
        public RecordType type() {
            return RecordType.A;
        }
    }

    /** An IPv6 address (RFC 3596). */
    record Aaaa(Inet6Address address) implements Address {
        @Override
        public RecordType type() {
            return RecordType.AAAA;
        }
    }

    /**
     * A mail exchanger (RFC 5321 section 5.1).
     *
     * @param preference lower is tried first
     * @param exchange a host name, or the root for "no mail here" (RFC 7505)
     */
    record Mx(int preference, DomainName exchange) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.MX;
        }

        @Override
        public String text() {
            return preference + " " + absolute(exchange);
        }

        /** Whether it says that the domain takes no mail (RFC 7505). */
        public boolean isNull() {
            return exchange.isRoot();
        }
    }

    /**
     * Text. The character strings of one record are joined without a separator (RFC 7208 section
     * 3.3, RFC 6376 section 3.6.2.2).
     *
     * @param value one char per octet (ISO 8859-1), so that nothing is lost
     */
    record Txt(String value) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.TXT;
        }

        /** Quoted, in strings of at most 255 octets. */
        @Override
        public String text() {
            return quoted(value);
        }
    }

    /** The name of an address. */
    record Ptr(DomainName target) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.PTR;
        }

        @Override
        public String text() {
            return absolute(target);
        }
    }

    /** A name server. */
    record Ns(DomainName target) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.NS;
        }

        @Override
        public String text() {
            return absolute(target);
        }
    }

    /** An alias. Resolvers follow it; it is seen only where it was asked for. */
    record Cname(DomainName target) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.CNAME;
        }

        @Override
        public String text() {
            return absolute(target);
        }
    }

    /**
     * The start of a zone.
     *
     * @param serial 0 to 2^32-1, compared as RFC 1982 says
     */
    record Soa(DomainName primary, DomainName mailbox, long serial, Timers timers)
            implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.SOA;
        }

        @Override
        public String text() {
            return absolute(primary) + " " + absolute(mailbox) + " " + serial + " " + timers.text();
        }

        /** How long "no such record" may be remembered (RFC 2308 section 4). */
        public long minimumSeconds() {
            return timers.minimumSeconds();
        }

        /**
         * What secondaries obey, in seconds (RFC 1035 section 3.3.13).
         *
         * @param refreshSeconds how often a secondary asks for the serial
         * @param retrySeconds how soon it asks again after a failure
         * @param expireSeconds when it stops to answer without news
         * @param minimumSeconds how long "no such record" may be remembered (RFC 2308 section 4)
         */
        public record Timers(
                long refreshSeconds, long retrySeconds, long expireSeconds, long minimumSeconds) {
            /** Usual values of RIPE-203, and {@code minimumSeconds}. */
            public static Timers usual(long minimumSeconds) {
                return new Timers(86_400, 7_200, 3_600_000, minimumSeconds);
            }

            private String text() {
                return refreshSeconds
                        + " "
                        + retrySeconds
                        + " "
                        + expireSeconds
                        + " "
                        + minimumSeconds;
            }
        }
    }

    /**
     * Where a service is (RFC 2782).
     *
     * @param priority lower is tried first
     * @param target a host name, or the root for "no such service here"
     */
    record Srv(int priority, int weight, int port, DomainName target) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.SRV;
        }

        @Override
        public String text() {
            return priority + " " + weight + " " + port + " " + absolute(target);
        }
    }

    /**
     * Which authorities may issue certificates (RFC 8659).
     *
     * @param flags 0 to 255; 128 means critical
     * @param tag {@code issue}, {@code issuewild}, {@code iodef} and others
     * @param value one char per octet (ISO 8859-1)
     */
    record Caa(int flags, String tag, String value) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.CAA;
        }

        @Override
        public String text() {
            return flags + " " + tag + " " + quoted(value);
        }
    }

    /**
     * A certificate association (RFC 6698).
     *
     * @param data in lower-case hexadecimal
     */
    record Tlsa(int usage, int selector, int matching, String data) implements DnsRecord {
        @Override
        public RecordType type() {
            return RecordType.TLSA;
        }

        @Override
        public String text() {
            return usage + " " + selector + " " + matching + " " + data;
        }
    }

    /**
     * A record of a type that has no form of its own here, as its octets in hexadecimal (RFC 3597
     * section 5).
     */
    record Other(RecordType type, String data) implements DnsRecord {
        /** From the octets on the wire. */
        public static Other of(RecordType type, byte[] octets) {
            return new Other(type, HexFormat.of().formatHex(octets));
        }

        @Override
        public String text() {
            return "\\# " + data.length() / 2 + " " + data;
        }
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            if (i > 0 && i % 255 == 0) {
                out.append("\" \"");
            }
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                out.append(String.format("\\%03d", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static String absolute(DomainName name) {
        return name.isRoot() ? "." : name + ".";
    }
}
