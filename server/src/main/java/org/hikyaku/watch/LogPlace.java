package org.hikyaku.watch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A place in a file that may have got another name meanwhile, or been copied and cut off: what the
 * file begins with tells which it was.
 *
 * @param key the file system's name of it (device and inode)
 * @param offset of the first octet that has not been counted
 * @param headOctets how much of its beginning was looked at
 * @param headCheck the checksum of that
 */
record LogPlace(String key, long offset, int headOctets, long headCheck) {

    /** Two lines of a log: no two logs begin with the same. */
    private static final int HEAD_OCTETS = 512;

    private static final Pattern FORM =
            Pattern.compile("([^\\s]{1,200}) ([0-9]{1,18}) ([0-9]{1,4}) ([0-9a-f]{1,8})");

    static LogPlace of(String key, long offset, FileChannel file) throws IOException {
        int octets = (int) Math.min(HEAD_OCTETS, file.size());
        return new LogPlace(key, offset, octets, check(file, octets));
    }

    /** Whether {@code file} begins as the file of this place did, and reaches so far. */
    boolean isIn(FileChannel file) throws IOException {
        return file.size() >= offset
                && file.size() >= headOctets
                && check(file, headOctets) == headCheck;
    }

    private static long check(FileChannel file, int octets) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Math.min(HEAD_OCTETS, octets));
        while (head.hasRemaining() && file.read(head, head.position()) > 0) {
            // until all of it is there
        }
        CRC32C crc = new CRC32C();
        crc.update(head.flip());
        return crc.getValue();
    }

    String text() {
        return key + " " + offset + " " + headOctets + " " + Long.toHexString(headCheck);
    }

    /** Reads {@link #text}'s form. */
    static Optional<LogPlace> parse(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches()
                ? Optional.of(
                        new LogPlace(
                                m.group(1),
                                Long.parseLong(m.group(2)),
                                Integer.parseInt(m.group(3)),
                                Long.parseLong(m.group(4), 16)))
                : Optional.empty();
    }
}
