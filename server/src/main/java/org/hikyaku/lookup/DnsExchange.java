package org.hikyaku.lookup;

import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * One question to one server: UDP from a port that the system picks at random, TCP where the answer
 * does not fit (RFC 7766 section 5).
 */
final class DnsExchange {

    /** Larger datagrams may be cut into pieces on the way (DNS Flag Day 2020). */
    static final int UDP_PAYLOAD_OCTETS = 1232;

    /** Datagrams that belong to no question of ours; more means that somebody is guessing. */
    private static final int MAX_STRAY_DATAGRAMS = 64;

    /** A message's header (RFC 1035 section 4.1.1). */
    private static final int HEADER_OCTETS = 12;

    private DnsExchange() {}

    /** What the server sent is no message, or none that answers. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Asks.
     *
     * @throws SocketTimeoutException where nothing came in time
     * @throws MalformedException where what came cannot be read
     * @throws IOException where the server cannot be reached
     */
    static Message ask(InetSocketAddress server, Message question, long deadlineNanos)
            throws IOException {
        Message answer = overUdp(server, question, deadlineNanos);
        return answer.getHeader().getFlag(Flags.TC)
                ? overTcp(server, question, deadlineNanos)
                : answer;
    }

    /** A question for the wire. */
    static Message question(
            int id, DomainName name, RecordType type, boolean recursion, boolean edns) {
        Message message = new Message(id);
        if (recursion) {
            message.getHeader().setFlag(Flags.RD);
            // RFC 6840 section 5.7: AD in a question asks for AD in the answer, without the
            // signatures.
            message.getHeader().setFlag(Flags.AD);
        }
        message.addRecord(
                org.xbill.DNS.Record.newRecord(WireNames.toWire(name), type.number(), DClass.IN),
                Section.QUESTION);
        if (edns) {
            message.addRecord(new OPTRecord(UDP_PAYLOAD_OCTETS, 0, 0), Section.ADDITIONAL);
        }
        return message;
    }

    /** RFC 6891 section 7: an old server may not understand the OPT record. */
    static boolean isWithoutEdns(Message answer) {
        int code = answer.getRcode();
        return (code == Rcode.FORMERR || code == Rcode.NOTIMP) && answer.getOPT() == null;
    }

    private static Message overUdp(InetSocketAddress server, Message question, long deadline)
            throws IOException {
        byte[] asked = question.toWire();
        byte[] buffer = new byte[UDP_PAYLOAD_OCTETS];
        try (DatagramSocket socket = new DatagramSocket()) {
            // Connected: datagrams from anybody else do not arrive, and "port closed" does.
            socket.connect(server);
            socket.send(new DatagramPacket(asked, asked.length));
            for (int stray = 0; stray < MAX_STRAY_DATAGRAMS; stray++) {
                socket.setSoTimeout(TcpExchange.millisUntil(deadline));
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] octets = Arrays.copyOf(buffer, packet.getLength());
                if (hasIdOf(octets, asked) && isAbout(read(octets), question)) {
                    return read(octets);
                }
            }
        }
        throw new MalformedException("answers to other questions came, and none to ours");
    }

    static Message overTcp(InetSocketAddress server, Message question, long deadline)
            throws IOException {
        byte[] octets;
        try {
            octets = TcpExchange.exchange(server, question.toWire(), deadline);
        } catch (EOFException _) {
            throw new MalformedException("the answer over TCP breaks off");
        }
        Message answer = read(octets);
        if (answer.getHeader().getID() != question.getHeader().getID()
                || !isAbout(answer, question)) {
            throw new MalformedException("the answer over TCP is to another question");
        }
        return answer;
    }

    private static boolean hasIdOf(byte[] octets, byte[] asked) {
        return octets.length >= HEADER_OCTETS && octets[0] == asked[0] && octets[1] == asked[1];
    }

    static Message read(byte[] octets) throws MalformedException {
        try {
            return new Message(octets);
        } catch (IOException | RuntimeException e) {
            // dnsjava throws unchecked exceptions for some broken records
            throw new MalformedException("the answer cannot be read: " + e.getMessage());
        }
    }

    /** RFC 5452 section 9.1: an answer counts only where it repeats the question. */
    private static boolean isAbout(Message answer, Message question) {
        var header = answer.getHeader();
        var repeated = answer.getQuestion();
        // RFC 1035 section 7.3; some servers leave the question out of a failure.
        boolean same =
                repeated == null ? answer.getRcode() != 0 : repeated.equals(question.getQuestion());
        return header.getFlag(Flags.QR) && header.getOpcode() == Opcode.QUERY && same;
    }
}
