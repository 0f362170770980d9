package org.hikyaku.app.lab;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * An authoritative name server on loopback, UDP and TCP, that answers from a {@link Resolver} which
 * knows its zones.
 */
final class DnsResponder implements AutoCloseable {

    private static final int MAX_UDP = 1232;
    private static final int MAX_QUERY = 4096;
    private static final long TTL_SECONDS = 60;
    private static final int MAX_ATTEMPTS = 10;
    private static final int BACKLOG = 16;

    private final Resolver zones;
    private final DatagramSocket udp;
    private final ServerSocket tcp;

    private DnsResponder(Resolver zones, DatagramSocket udp, ServerSocket tcp) {
        this.zones = zones;
        this.udp = udp;
        this.tcp = tcp;
    }

    static DnsResponder start(Resolver zones) throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        DnsResponder responder = bound(zones, loopback);
        Thread.ofVirtual().name("lab-dns-udp").start(responder::serveUdp);
        Thread.ofVirtual().name("lab-dns-tcp").start(responder::serveTcp);
        return responder;
    }

    /** A port that is free for TCP may be taken for UDP: another one then. */
    private static DnsResponder bound(Resolver zones, InetAddress loopback) throws IOException {
        IOException last = new IOException("no port");
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            ServerSocket tcp = new ServerSocket(0, BACKLOG, loopback);
            try {
                DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback);
                return new DnsResponder(zones, udp, tcp);
            } catch (IOException e) {
                tcp.close();
                last = e;
            }
        }
        throw last;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    private void serveUdp() {
        byte[] buffer = new byte[MAX_QUERY];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                byte[] reply = reply(Arrays.copyOf(packet.getData(), packet.getLength()), MAX_UDP);
                udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException _) {
                // A question that cannot be read gets no answer; a closed socket ends the loop.
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(5000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] query = new byte[Math.min(in.readUnsignedShort(), MAX_QUERY)];
            in.readFully(query);
            byte[] reply = reply(query, 65535);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(reply.length);
            out.write(reply);
        } catch (IOException _) {
            // The asker has gone.
        }
    }

    private byte[] reply(byte[] octets, int max) throws IOException {
        Message query = new Message(octets);
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        Record question = query.getQuestion();
        if (question == null) {
            reply.getHeader().setRcode(Rcode.FORMERR);
            return reply.toWire(max);
        }
        reply.addRecord(question, Section.QUESTION);
        RecordType type = type(question.getType());
        if (type != null) {
            answer(reply, question.getName(), type);
        }
        return reply.toWire(max);
    }

    private void answer(Message reply, Name name, RecordType type) throws IOException {
        DomainName asked = DomainName.parse(name.toString(true)).orElse(DomainName.ROOT);
        switch (zones.query(asked, type)) {
            case Answer.Found(List<DnsRecord> records, boolean _, long _) -> {
                for (DnsRecord record : records) {
                    reply.addRecord(
                            Record.fromString(
                                    name,
                                    type.number(),
                                    DClass.IN,
                                    TTL_SECONDS,
                                    record.text(),
                                    Name.root),
                            Section.ANSWER);
                }
            }
            case Answer.NoRecord none ->
                    reply.getHeader().setRcode(none.nameExists() ? Rcode.NOERROR : Rcode.NXDOMAIN);
            case Answer.Failed _ -> reply.getHeader().setRcode(Rcode.SERVFAIL);
        }
    }

    private static @Nullable RecordType type(int number) {
        for (RecordType type : RecordType.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
