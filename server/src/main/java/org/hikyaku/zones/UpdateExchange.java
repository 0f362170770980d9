package org.hikyaku.zones;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import javax.crypto.spec.SecretKeySpec;
import org.hikyaku.lookup.TcpExchange;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Update;

/**
 * Sends one signed update over TCP and reads what became of it.
 *
 * @param timeout for the whole exchange
 */
record UpdateExchange(
        InetSocketAddress server, TsigKey key, InstantSource clock, Duration timeout) {

    /** What became of an update. */
    sealed interface Outcome {
        /** It happened. */
        record Done() implements Outcome {}

        /** A place is not as it was read (RFC 2136 section 3.2): nothing happened. */
        record Changed() implements Outcome {}

        /** It did not happen. */
        record Refused(PublishException.Reason reason, String problem, String remedy)
                implements Outcome {}
    }

    /**
     * Sends it.
     *
     * @throws IOException where the server cannot be reached or its answer cannot be read: it is
     *     not known whether the update happened
     */
    Outcome send(Update update) throws IOException {
        TSIG tsig =
                new TSIG(
                        key.wireAlgorithm(),
                        UpdateMessages.name(key.name()),
                        new SecretKeySpec(key.secret(), macName()),
                        clock.withZone(ZoneOffset.UTC));
        tsig.apply(update, null);
        byte[] octets = TcpExchange.exchange(server, update.toWire(MAX_OCTETS), timeout);
        return read(update, tsig, octets);
    }

    /** RFC 1035 section 4.2.2: what two octets of length can say. */
    private static final int MAX_OCTETS = 65_535;

    private String macName() {
        return "Hmac"
                + key.algorithm().substring("hmac-".length()).toUpperCase(java.util.Locale.ROOT);
    }

    private Outcome read(Update update, TSIG tsig, byte[] octets) throws IOException {
        Message answer;
        try {
            answer = new Message(octets);
        } catch (IOException | RuntimeException e) {
            // dnsjava throws unchecked exceptions for some broken records
            throw new IOException("the answer cannot be read: " + e.getMessage(), e);
        }
        if (answer.getHeader().getID() != update.getHeader().getID()) {
            throw new IOException("the answer is to another question");
        }
        TSIGRecord signature = answer.getTSIG();
        int error = signature == null ? Rcode.NOERROR : signature.getError();
        if (error != Rcode.NOERROR) {
            return keyTrouble(error, signature);
        }
        int code = answer.getRcode();
        if (signature == null) {
            // RFC 8945 section 5.3: an answer to a signed request is signed; a refusal may lack it.
            return code == Rcode.NOERROR
                    ? refused(
                            PublishException.Reason.CREDENTIALS,
                            "the answer is not signed: it may come from anybody",
                            "require the TSIG key at the name server")
                    : unsignedRefusal(code);
        }
        if (tsig.verify(answer, octets, update.getTSIG()) != Rcode.NOERROR) {
            return refused(
                    PublishException.Reason.CREDENTIALS,
                    "the signature of the answer is wrong (key " + key.name() + ")",
                    "give the same secret here and at the name server");
        }
        return code == Rcode.NOERROR ? new Outcome.Done() : refusal(code);
    }

    /** RFC 8945 section 5.3.2. */
    private Outcome keyTrouble(int error, TSIGRecord signature) {
        String word =
                switch (error) {
                    case Rcode.BADSIG -> "BADSIG";
                    case Rcode.BADKEY -> "BADKEY";
                    case Rcode.BADTIME -> "BADTIME";
                    default -> "TSIG error " + error;
                };
        String problem =
                switch (error) {
                    case Rcode.BADSIG ->
                            "the server knows the key " + key.name() + " with another secret";
                    case Rcode.BADKEY ->
                            "the server knows no key "
                                    + key
                                    + ": name and algorithm must be the same";
                    case Rcode.BADTIME -> "the clocks differ too much" + difference(signature);
                    default -> "the server does not accept the signature";
                };
        String remedy =
                error == Rcode.BADTIME
                        ? "set the clocks of both machines (NTP)"
                        : "copy the key clause of the name server's configuration into the key file";
        return refused(PublishException.Reason.CREDENTIALS, problem + " (" + word + ")", remedy);
    }

    /** RFC 8945 section 5.2.3: the server's time stands in the other data, 48 bits. */
    private String difference(TSIGRecord signature) {
        byte[] other = signature.getOther();
        if (other == null || other.length != 6) {
            return "";
        }
        long seconds = 0;
        for (byte octet : other) {
            seconds = seconds << 8 | (octet & 0xff);
        }
        Duration off = Duration.between(clock.instant(), Instant.ofEpochSecond(seconds));
        return ": the server's is "
                + off.abs().toSeconds()
                + " s "
                + (off.isNegative() ? "behind" : "ahead");
    }

    /** PowerDNS says REFUSED, unsigned, of a wrong key, a wrong secret and a wrong clock alike. */
    private Outcome unsignedRefusal(int code) {
        return code == Rcode.REFUSED
                ? refused(
                        PublishException.Reason.CREDENTIALS,
                        "the server refuses, unsigned: it may not know the key "
                                + key
                                + ", know it with another secret, or have another time (REFUSED)",
                        "compare the key's name, algorithm and secret and the clocks of both"
                                + " machines, and whether updates are allowed from here")
                : refusal(code);
    }

    private Outcome refusal(int code) {
        return switch (code) {
            case Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXRRSET, Rcode.NXDOMAIN ->
                    new Outcome.Changed();
            case Rcode.NOTAUTH ->
                    refused(
                            PublishException.Reason.REFUSED,
                            "the server is not the primary of the zone, or does not know the key"
                                    + " (NOTAUTH)",
                            "name the primary as the publisher's server, and the key at that server");
            case Rcode.REFUSED ->
                    refused(
                            PublishException.Reason.REFUSED,
                            "the server allows the key "
                                    + key.name()
                                    + " no update of this kind"
                                    + " (REFUSED)",
                            "allow it there: update-policy or allow-update (BIND), acl with action"
                                    + " update (Knot), TSIG-ALLOW-DNSUPDATE (PowerDNS)");
            case Rcode.NOTIMP ->
                    refused(
                            PublishException.Reason.REFUSED,
                            "the server takes no dynamic updates (NOTIMP)",
                            "switch them on there, or choose another publisher");
            case Rcode.NOTZONE ->
                    refused(
                            PublishException.Reason.ZONE,
                            "a name lies outside the zone (NOTZONE)",
                            "name the zone that holds it");
            default ->
                    refused(
                            PublishException.Reason.REFUSED,
                            "the server says " + Rcode.string(code),
                            "see the name server's log: it may not be able to write its journal");
        };
    }

    private static Outcome refused(PublishException.Reason reason, String problem, String remedy) {
        return new Outcome.Refused(reason, problem, remedy);
    }
}
