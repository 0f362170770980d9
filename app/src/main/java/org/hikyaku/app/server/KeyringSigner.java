package org.hikyaku.app.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.app.lookup.SigningKeys;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.queue.MessageSigner;
import org.hikyaku.store.Keys;

/**
 * Signs reports of this server with the keys of its domain. A report that cannot be signed goes out
 * without.
 */
record KeyringSigner(Keys keys, InstantSource clock, EventLog events) implements MessageSigner {

    @Override
    public byte[] sign(byte[] message, DomainName domain) {
        try {
            List<DkimKeyPair> pairs = new ArrayList<>();
            for (DomainName at = domain; pairs.isEmpty() && at.labelCount() > 1; at = at.parent()) {
                pairs.addAll(SigningKeys.of(keys, at));
            }
            if (pairs.isEmpty()) {
                return new byte[0];
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (HeaderField field : new DkimSigner(DkimSigning.of(pairs), clock).sign(message)) {
                out.writeBytes(field.raw());
            }
            return out.toByteArray();
        } catch (IOException | DkimKeys.Unreadable e) {
            events.emit(new Event.Trouble("reports", "a report is not signed", e));
            return new byte[0];
        }
    }
}
