package org.hikyaku.zonefile;

import java.util.Arrays;
import java.util.List;
import org.hikyaku.zonefile.ZoneCheck.Findings;

/** What the zone offers its parent (RFC 7344) must be of keys that the zone has. */
final class KeyCheck {

    private final ZoneFile zone;
    private final Findings findings;
    private final RdataReader reader = new RdataReader();

    KeyCheck(ZoneFile zone, Findings findings) {
        this.zone = zone;
        this.findings = findings;
    }

    void run() {
        List<byte[]> keys = octets(RecordTypes.DNSKEY);
        for (ZoneRecord record : zone.records(zone.apex(), RecordTypes.CDNSKEY)) {
            byte[] data = read(record);
            boolean delete = data.length < 4 || data[3] == 0; // RFC 8078 section 4
            if (!delete && keys.stream().noneMatch(k -> Arrays.equals(k, data))) {
                findings.add(ZoneFault.CDS_WITHOUT_KEY, record, "CDNSKEY");
            }
        }
        for (ZoneRecord record : zone.records(zone.apex(), RecordTypes.CDS)) {
            byte[] data = read(record);
            boolean delete = data.length < 4 || data[2] == 0;
            if (!delete && keys.stream().noneMatch(k -> fits(k, data))) {
                findings.add(ZoneFault.CDS_WITHOUT_KEY, record, "CDS");
            }
        }
    }

    private List<byte[]> octets(int type) {
        return zone.records(zone.apex(), type).stream()
                .map(this::read)
                .filter(d -> d.length > 3)
                .toList();
    }

    private byte[] read(ZoneRecord record) {
        try {
            return record.octets(reader);
        } catch (Misread _) {
            return new byte[0]; // told where the data were read
        }
    }

    private static boolean fits(byte[] key, byte[] cds) {
        int tag = (cds[0] & 0xff) << 8 | cds[1] & 0xff;
        return tag == tag(key) && key[3] == cds[2];
    }

    /** RFC 4034 appendix B. */
    private static int tag(byte[] key) {
        long sum = 0;
        for (int i = 0; i < key.length; i++) {
            sum += (i & 1) == 0 ? (key[i] & 0xff) << 8 : key[i] & 0xff;
        }
        return (int) (sum + (sum >> 16) & 0xffff);
    }
}
