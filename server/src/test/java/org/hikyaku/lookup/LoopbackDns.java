package org.hikyaku.lookup;

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
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** A DNS server on loopback whose every answer the test decides, octet by octet. */
public final class LoopbackDns implements AutoCloseable {

    /** Decides: the datagrams (or TCP messages) that answer one question, in order. */
    @FunctionalInterface
    public interface Script {
        List<byte[]> answer(Message question, boolean tcp) throws IOException;
    }

    public final List<Message> questions = new CopyOnWriteArrayList<>();
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Script script;

    public LoopbackDns(Script script) throws IOException {
        this.script = script;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        DatagramSocket datagrams = new DatagramSocket(0, loopback);
        ServerSocket streams;
        try {
            streams = new ServerSocket(datagrams.getLocalPort(), 5, loopback);
        } catch (IOException _) {
            // another program has that TCP port: once more
            datagrams.close();
            datagrams = new DatagramSocket(0, loopback);
            streams = new ServerSocket(datagrams.getLocalPort(), 5, loopback);
        }
        this.udp = datagrams;
        this.tcp = streams;
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    /** On another address, at the same port as {@code first}. */
    public LoopbackDns(InetAddress address, LoopbackDns first, Script script) throws IOException {
        this.script = script;
        this.udp = new DatagramSocket(first.udp.getLocalPort(), address);
        this.tcp = new ServerSocket(first.udp.getLocalPort(), 5, address);
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    /** Answers each question with the records of its answer section, made by {@code records}. */
    static Script records(String... lines) {
        return (question, _) -> List.of(reply(question, lines).toWire());
    }

    /** An answer with records in the form of a zone file line, names absolute. */
    public static Message reply(Message question, String... lines) throws IOException {
        Message reply = new Message(question.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.addRecord(question.getQuestion(), Section.QUESTION);
        for (String line : lines) {
            boolean authority = line.startsWith("!");
            reply.addRecord(
                    record(authority ? line.substring(1) : line),
                    authority ? Section.AUTHORITY : Section.ANSWER);
        }
        return reply;
    }

    private static org.xbill.DNS.Record record(String line) throws IOException {
        try (var master =
                new org.xbill.DNS.Master(
                        new java.io.ByteArrayInputStream(
                                line.getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
            return master.nextRecord();
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), udp.getLocalPort());
    }

    private void serveUdp() {
        byte[] buffer = new byte[2048];
        try {
            while (!udp.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                questions.add(question);
                for (byte[] answer : script.answer(question, false)) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException _) {
            udp.close(); // the test is over
        }
    }

    private void serveTcp() {
        try {
            while (!tcp.isClosed()) {
                try (Socket socket = tcp.accept()) {
                    serve(socket);
                }
            }
        } catch (IOException _) {
            udp.close();
        }
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] octets = new byte[in.readUnsignedShort()];
        in.readFully(octets);
        Message question = new Message(octets);
        questions.add(question);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (byte[] answer : script.answer(question, true)) {
            out.writeShort(answer.length);
            out.write(answer);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
