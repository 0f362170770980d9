package org.hikyaku.zonefile;

import java.util.List;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneCheck.Findings;

/**
 * Whether the hosts that records name exist, as far as this zone can tell (RFC 2181 section 10.3):
 * what NS, MX and SRV name must have an address and be no alias.
 */
final class TargetCheck {

    private static final ZoneName IN_ADDR = ZoneName.of(DomainName.of("in-addr.arpa"));
    private static final ZoneName IP6 = ZoneName.of(DomainName.of("ip6.arpa"));

    private final ZoneFile zone;
    private final Present present;
    private final Findings findings;
    private final NameScan names = new NameScan();

    TargetCheck(ZoneFile zone, Present present, Findings findings) {
        this.zone = zone;
        this.present = present;
        this.findings = findings;
    }

    void run() {
        zone.forEach(
                record -> {
                    int word = targetWord(record.type());
                    if (word >= 0 && record.owner().isWithin(zone.apex())) {
                        target(record, word);
                    }
                    if (record.type() == RecordTypes.DS && !isDelegation(record)) {
                        findings.add(ZoneFault.DS_WITHOUT_NS, record, record.owner().text());
                    }
                    if (record.type() == RecordTypes.SPF
                            && !present.has(record.ownerNumber(), RecordTypes.TXT)) {
                        findings.add(ZoneFault.SPF_TYPE_ALONE, record, record.owner().text());
                    }
                });
    }

    private boolean isDelegation(ZoneRecord record) {
        return record.owner().equals(zone.apex())
                || present.has(record.ownerNumber(), RecordTypes.NS);
    }

    private static int targetWord(int type) {
        return switch (type) {
            case RecordTypes.NS, RecordTypes.PTR -> 0;
            case RecordTypes.MX, RecordTypes.SVCB, RecordTypes.HTTPS -> 1;
            case RecordTypes.SRV -> 3;
            default -> -1;
        };
    }

    private void target(ZoneRecord record, int word) {
        ZoneName target;
        String written;
        try {
            List<Token> tokens = record.tokens();
            if (tokens.size() <= word) {
                return; // told where the data were read
            }
            Token token = tokens.get(word);
            byte[] text = record.source().text();
            written = token.text(text);
            names.read(text, token.start(), token.end(), record.origin().octets());
            target = ZoneName.of(names.wire(), names.length());
        } catch (Misread _) {
            return; // told where the data were read
        }
        boolean nothing = target.wire().isEmpty(); // RFC 7505, RFC 2782: none here
        if (nothing || !namesHost(record)) {
            return;
        }
        boolean toHost = word != 0 || record.type() == RecordTypes.NS;
        if (toHost && written.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}\\.?")) {
            findings.add(ZoneFault.TARGET_IS_ADDRESS, record, name(record), written);
        } else if (!target.isHostName()) {
            findings.add(ZoneFault.TARGET_NOT_HOST, record, name(record), target.text());
        }
        switch (record.type()) {
            case RecordTypes.NS, RecordTypes.MX, RecordTypes.SRV -> inZone(record, target);
            default -> {}
        }
    }

    /** A PTR record names a host in reverse zones only, and there not where services are listed. */
    private static boolean namesHost(ZoneRecord record) {
        ZoneName owner = record.owner();
        return switch (record.type()) {
            case RecordTypes.PTR -> {
                // RFC 6763 section 11: b, db, r, dr and lb name domains to browse.
                boolean listed =
                        owner.wire()
                                .matches(
                                        "(?s)[\u0001\u0002](b|db|r|dr|lb)\u0007_dns-sd\u0004_udp.*");
                yield !listed && (owner.isWithin(IN_ADDR) || owner.isWithin(IP6));
            }
            // RFC 9460 section 2.4.2: an alias may lead to any name.
            case RecordTypes.SVCB, RecordTypes.HTTPS -> !record.words().getFirst().equals("0");
            default -> true;
        };
    }

    private static String name(ZoneRecord record) {
        return RecordTypes.name(record.type());
    }

    private void inZone(ZoneRecord record, ZoneName target) {
        if (!target.isWithin(zone.apex()) || isElsewhere(target, record)) {
            return;
        }
        boolean top = record.type() == RecordTypes.NS && record.owner().equals(zone.apex());
        if (isAlias(target)) {
            findings.add(
                    top ? ZoneFault.NS_ALIAS : ZoneFault.TARGET_ALIAS,
                    record,
                    name(record),
                    target.text());
        } else if (!hasAddress(target)) {
            findings.add(
                    top ? ZoneFault.NS_WITHOUT_ADDRESS : ZoneFault.TARGET_WITHOUT_ADDRESS,
                    record,
                    name(record),
                    target.text());
        }
    }

    /** Below a delegation the other zone knows; glue of the delegation itself is ours. */
    private boolean isElsewhere(ZoneName target, ZoneRecord record) {
        ZoneName cut = target;
        while (!cut.equals(zone.apex())) {
            boolean delegated = present.has(cut, RecordTypes.NS);
            if (delegated && !(record.type() == RecordTypes.NS && cut.equals(record.owner()))) {
                return !hasAddress(target);
            }
            cut = cut.parent();
        }
        return false;
    }

    private boolean isAlias(ZoneName target) {
        if (present.has(target, RecordTypes.CNAME)) {
            return true;
        }
        ZoneName above = target;
        while (!above.equals(zone.apex())) {
            above = above.parent();
            if (present.has(above, RecordTypes.DNAME)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAddress(ZoneName target) {
        if (present.any(target)) {
            return addressed(target);
        }
        // RFC 4592 section 3.3.1: a name that is not there may be made from a wildcard.
        ZoneName above = target;
        while (!above.equals(zone.apex())) {
            above = above.parent();
            ZoneName wild = new ZoneName("\u0001*" + above.wire());
            if (present.any(wild)) {
                return addressed(wild);
            }
            if (present.any(above)) {
                return false;
            }
        }
        return false;
    }

    private boolean addressed(ZoneName name) {
        return present.has(name, RecordTypes.A)
                || present.has(name, RecordTypes.AAAA)
                || present.has(name, RecordTypes.A6);
    }
}
