package org.hikyaku.milter;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Takes packets from a stream. Belongs to one thread. */
public final class MilterReader {

    /** What libmilter takes at most (SMFIP_MDS_1M), and the letter. Postfix sends 64 KiB. */
    public static final int MAX_PACKET_OCTETS = (1 << 20) + 1;

    /** The length. */
    private static final int PREFIX_OCTETS = 4;

    /** Room for the commands of an envelope and a usual header, and little for idle connections. */
    private static final int USUAL_OCTETS = 4096;

    private static final byte[] NONE = new byte[0];

    private final InputStream in;
    private byte[] buffer = NONE;
    private int at;
    private int end;

    /** A reader of {@code in}, which needs no buffer of its own. */
    public MilterReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next command; null where the stream ends between two packets.
     *
     * @throws MalformedMilterException where the packet cannot be understood; nothing more can be
     *     read then
     * @throws IOException where the stream fails or ends within a packet
     */
    public @Nullable MilterCommand command() throws IOException {
        PacketFields packet = packet();
        return packet == null ? null : CommandReader.read((char) packet.octet(), packet);
    }

    /** The next reply; as {@link #command} otherwise. */
    public @Nullable MilterReply reply() throws IOException {
        PacketFields packet = packet();
        return packet == null ? null : ReplyReader.read((char) packet.octet(), packet);
    }

    /** Whether a whole packet has been read from the stream already. */
    public boolean isReady() {
        return end - at >= PREFIX_OCTETS && end - at - PREFIX_OCTETS >= (length() & 0xffff_ffffL);
    }

    /** Lets go of memory that a large packet needed, where nothing waits in it. */
    public void rest() {
        if (at == end) {
            buffer = NONE;
            at = 0;
            end = 0;
        }
    }

    private @Nullable PacketFields packet() throws IOException {
        if (!fill(PREFIX_OCTETS)) {
            return null;
        }
        int length = length();
        if (length < 1 || length > MAX_PACKET_OCTETS) {
            throw new MalformedMilterException(
                    "a packet of " + (length & 0xffff_ffffL) + " octets");
        }
        if (!fill(PREFIX_OCTETS + length)) {
            throw new EOFException("the connection ended within a packet");
        }
        int from = at + PREFIX_OCTETS;
        at = from + length;
        return new PacketFields(buffer, from, at);
    }

    private int length() {
        return (buffer[at] & 0xff) << 24
                | (buffer[at + 1] & 0xff) << 16
                | (buffer[at + 2] & 0xff) << 8
                | (buffer[at + 3] & 0xff);
    }

    /** Reads until {@code count} octets are there; false where the stream ends before the first. */
    private boolean fill(int count) throws IOException {
        if (end - at < count) {
            makeRoom(count);
        }
        while (end - at < count) {
            int n = in.read(buffer, end, buffer.length - end);
            if (n < 0) {
                if (at == end) {
                    return false;
                }
                throw new EOFException("the connection ended within a packet");
            }
            end += n;
        }
        return true;
    }

    /** A packet that has begun is moved to the front; the room grows only for a checked length. */
    private void makeRoom(int count) {
        if (count > buffer.length) {
            byte[] larger = new byte[Math.max(count, USUAL_OCTETS)];
            System.arraycopy(buffer, at, larger, 0, end - at);
            buffer = larger;
        } else if (buffer.length - at < count || at == end) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
        } else {
            return;
        }
        end -= at;
        at = 0;
    }

    /** The memory that is held. */
    int heldOctets() {
        return buffer.length;
    }
}
