package org.hikyaku.app.check;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.auth.MessageAuthenticator.Peer;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.message.MessageSink;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.ReversePath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who handed the message over: as told, or as the message's own topmost fields tell. */
public final class PeerOptions {

    private static final Pattern ADDRESS = Pattern.compile("\\[(?:IPv6:)?([0-9A-Fa-f.:]{3,45})\\]");
    private static final Pattern HELO = Pattern.compile("^from\\s+(\\S{1,255})");

    @Option(
            names = "--ip",
            paramLabel = "ADDR",
            description = "Address of the client (default: that of the topmost Received field).")
    private @Nullable String ip;

    @Option(
            names = "--helo",
            paramLabel = "NAME",
            description = "What it said in HELO (default: as the topmost Received field tells).")
    private @Nullable String helo;

    @Option(
            names = "--mail-from",
            paramLabel = "ADDR",
            description =
                    "What it said in MAIL FROM; '<>' for none (default: the Return-Path field).")
    private @Nullable String mailFrom;

    /**
     * The peer, and what of it the message itself has told.
     *
     * @param guessed the options whose values are from the message
     */
    public record Told(Peer peer, List<String> guessed) {}

    /** For picocli, and for what the message tells alone. */
    public PeerOptions() {}

    /** Fills in what the options leave open; {@link CommandFailure} where that is not known. */
    public Told peer(MailSource.Mail mail) {
        HeaderBlock header = header(mail);
        String received = header.first("received").map(HeaderField::value).orElse("");
        List<String> guessed = new ArrayList<>();
        InetAddress client = client(received, guessed);
        ReversePath from = from(header, guessed);
        return new Told(new Peer(client, helo(received, client, guessed), from), guessed);
    }

    private InetAddress client(String received, List<String> guessed) {
        String text = ip;
        if (text != null) {
            return IpNet.address(text)
                    .orElseThrow(() -> new CommandFailure("--ip '" + text + "' is no IP address"));
        }
        Matcher matcher = ADDRESS.matcher(received);
        Optional<InetAddress> found =
                matcher.find() ? IpNet.address(matcher.group(1)) : Optional.empty();
        guessed.add("--ip");
        return found.orElseThrow(
                () ->
                        new CommandFailure(
                                "who sent it? The message has no Received field with an address;"
                                        + " tell it with --ip 192.0.2.1"));
    }

    private String helo(String received, InetAddress client, List<String> guessed) {
        if (helo != null) {
            return helo;
        }
        guessed.add("--helo");
        Matcher matcher = HELO.matcher(received);
        return matcher.find() ? matcher.group(1) : "[" + client.getHostAddress() + "]";
    }

    private ReversePath from(HeaderBlock header, List<String> guessed) {
        String text = mailFrom;
        if (text != null) {
            return path(text)
                    .orElseThrow(
                            () ->
                                    new CommandFailure(
                                            "--mail-from '"
                                                    + text
                                                    + "' is no mail address; '<>' stands for none"));
        }
        guessed.add("--mail-from");
        return header.first("return-path")
                .flatMap(field -> path(field.value()))
                .orElse(ReversePath.NULL);
    }

    private static Optional<ReversePath> path(String text) {
        String bare =
                text.startsWith("<") && text.endsWith(">")
                        ? text.substring(1, text.length() - 1)
                        : text;
        return bare.isEmpty()
                ? Optional.of(ReversePath.NULL)
                : MailAddress.parse(bare).map(ReversePath::of);
    }

    static HeaderBlock header(MailSource.Mail mail) {
        Header sink = new Header();
        feed(mail, sink);
        return sink.block;
    }

    /** Streams a message into {@code sink}. */
    public static void feed(MailSource.Mail mail, MessageSink sink) {
        try {
            MessageScanner scanner = new MessageScanner(List.of(sink));
            scanner.feed(mail.octets(), 0, mail.octets().length);
            scanner.end();
        } catch (IOException e) {
            throw new CommandFailure(mail.name() + ": " + e.getMessage());
        }
    }

    private static final class Header implements MessageSink {
        private HeaderBlock block = new HeaderBlock(List.of());

        @Override
        public void header(HeaderBlock header) {
            block = header;
        }

        @Override
        public void body(byte[] octets, int offset, int length) {}
    }
}
