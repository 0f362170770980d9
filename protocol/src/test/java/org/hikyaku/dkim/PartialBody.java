package org.hikyaku.dkim;

import java.io.IOException;
import java.util.List;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;

/** Signs with l=, which the signer of this project never does. */
record PartialBody(DkimKeyPair key) {

    byte[] signed(byte[] message, long octets) throws IOException {
        String text = Mail.text(message);
        int body = text.indexOf("\r\n\r\n") + 4;
        BodyHash hash = new BodyHash(Canonicalization.RELAXED, octets);
        hash.update(message, body, message.length - body);
        FoldedTags tags = new FoldedTags("DKIM-Signature");
        tags.add("v", "1");
        tags.add("a", key.algorithm().tag());
        tags.add("c", "relaxed/relaxed");
        tags.add("d", key.domain().ascii());
        tags.add("s", key.selector());
        tags.add("l", String.valueOf(octets));
        tags.add("h", "from");
        tags.add("bh", StrictBase64.encode(hash.digest()));
        CanonicalHeader header = new CanonicalHeader(Canonicalization.RELAXED);
        HeaderField from = HeaderBlock.parse(message, 0, body - 2).first("from").orElseThrow();
        header.add(from);
        header.addSignature(tags.field(""));
        HeaderField field = tags.field(StrictBase64.encode(key.sign(header.octets())));
        return Mail.join(List.of(field), message);
    }
}
