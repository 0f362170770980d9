package org.hikyaku.smtpd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;

/** Accepts everything for {@code @here.example} and keeps it; the login is {@code user / pass}. */
final class RecordingService implements SmtpService {

    /** What became of a message. */
    record Received(SessionInfo session, String from, List<String> to, String octets, String end) {}

    final BlockingQueue<Received> messages = new LinkedBlockingQueue<>();

    @Override
    public Transaction begin(SessionInfo session, Command.Mail mail) {
        return new Transaction() {
            private final List<String> to = new ArrayList<>();

            @Override
            public void rcpt(Recipient recipient) throws ReplyException {
                if (!recipient.address().domain().ascii().equals("here.example")) {
                    throw new ReplyException(Reply.of(550, "5.7.1", "No relay"), "relay");
                }
                to.add(recipient.address().toString());
            }

            @Override
            public MessageReceiver data() {
                return new Keeper(session, mail.from().text(), to);
            }
        };
    }

    @Override
    public MailAddress postmaster() {
        return MailAddress.of("postmaster@here.example");
    }

    @Override
    public Optional<Logins> logins() {
        return Optional.of(
                new Logins() {
                    @Override
                    public List<String> mechanisms(SessionInfo session) {
                        return session.tls() == null ? List.of() : List.of("PLAIN", "LOGIN");
                    }

                    @Override
                    public Login begin(String mechanism, SessionInfo session) {
                        return RecordingService::step;
                    }
                });
    }

    private static Logins.Step step(byte[] response) throws ReplyException {
        String text = new String(response, StandardCharsets.UTF_8);
        return switch (text) {
            case "" -> new Logins.Step.Challenge("more".getBytes(StandardCharsets.US_ASCII));
            case "\0user\0pass" -> new Logins.Step.Success(MailAddress.of("user@here.example"));
            default -> throw new ReplyException(Reply.of(535, "5.7.8", "No"), "wrong password");
        };
    }

    private final class Keeper implements MessageReceiver {
        private final SessionInfo session;
        private final String from;
        private final List<String> to;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Keeper(SessionInfo session, String from, List<String> to) {
            this.session = session;
            this.from = from;
            this.to = List.copyOf(to);
        }

        @Override
        public void octets(byte[] octets, int offset, int length) {
            out.write(octets, offset, length);
        }

        private void end(String how) {
            String text = out.toString(StandardCharsets.ISO_8859_1);
            messages.add(new Received(session, from, to, text, how));
        }

        @Override
        public Reply finish() {
            end("kept");
            return Reply.of(250, "2.0.0", "Kept");
        }

        @Override
        public void refused(ReplyException refusal) {
            end("refused " + refusal.reply().code());
        }

        @Override
        public void abandoned(String cause) {
            end("abandoned: " + cause);
        }
    }
}
