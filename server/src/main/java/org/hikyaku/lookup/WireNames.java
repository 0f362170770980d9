package org.hikyaku.lookup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.Name;

/** Names between our form and that of the wire. */
final class WireNames {

    private WireNames() {}

    /** The name on the wire (RFC 1035 section 3.1). */
    static Name toWire(DomainName name) {
        List<String> labels = name.isRoot() ? List.of() : name.labels();
        byte[] octets = new byte[name.isRoot() ? 1 : name.ascii().length() + 2];
        int at = 0;
        for (String label : labels) {
            byte[] text = label.getBytes(StandardCharsets.US_ASCII);
            octets[at++] = (byte) text.length;
            System.arraycopy(text, 0, octets, at, text.length);
            at += text.length;
        }
        try {
            return new Name(octets);
        } catch (IOException e) {
            throw new IllegalStateException("a DomainName fits on the wire", e);
        }
    }

    /**
     * Empty where the name cannot be written with our characters: with a blank, a control or 8-bit
     * character or a dot within a label, which no host, mail or key record needs.
     */
    static Optional<DomainName> ofWire(Name name) {
        int labels = name.labels() - 1; // the last one is the root's, empty
        if (labels == 0) {
            return Optional.of(DomainName.ROOT);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < labels; i++) {
            byte[] label = name.getLabel(i);
            String chars = new String(label, 1, label[0], StandardCharsets.ISO_8859_1);
            if (chars.indexOf('.') >= 0) {
                return Optional.empty();
            }
            text.append(i == 0 ? "" : ".").append(chars);
        }
        boolean plain = text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        return plain ? DomainName.parse(text.toString()) : Optional.empty();
    }
}
