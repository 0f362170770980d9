package org.hikyaku.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Dovecot of Debian with its sockets in a folder and IMAP on a port of loopback. */
final class DovecotPeer implements AutoCloseable {

    static final String PASSWORD = "amy's password";

    private final Path folder;
    private final int imap;
    private final int lmtp;
    private Process process;

    /** One whose files are in {@code folder}, not yet started. */
    DovecotPeer(Path folder) throws IOException {
        this.folder = folder;
        this.imap = free();
        this.lmtp = free();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The users {@code amy} and {@code bob} of kept.example are there, and nobody else. */
    void start() throws IOException {
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Files.createDirectories(folder.resolve("run"));
        // Its processes are other users: the way down must be open to them.
        for (Path at = folder; at != null && !at.equals(Path.of("/tmp")); at = at.getParent()) {
            Commands.run("chmod", "a+x", at.toString());
        }
        Commands.run("chown", "5000:5000", mail.toString());
        String rest = ":5000:5000::" + mail + "::\n";
        Files.writeString(
                folder.resolve("users"),
                "amy@kept.example:{PLAIN}" + PASSWORD + rest + "bob@kept.example:{PLAIN}x" + rest);
        Files.writeString(folder.resolve("dovecot.conf"), configuration());
        process =
                new ProcessBuilder("dovecot", "-F", "-c", folder.resolve("dovecot.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("dovecot.out").toFile())
                        .start();
        Commands.await(
                () -> "Dovecot listens: " + said(), Duration.ofSeconds(30), this::isListening);
    }

    private boolean isListening() {
        return Files.exists(Path.of(auth())) && Files.exists(Path.of(lmtpSocket())) && reaches();
    }

    private boolean reaches() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), imap)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    String said() {
        try {
            return Files.readString(folder.resolve("dovecot.log"))
                    + Files.readString(folder.resolve("dovecot.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String configuration() {
        return """
                base_dir = %1$s/run
                log_path = %1$s/dovecot.log
                protocols = imap lmtp
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                auth_mechanisms = plain login scram-sha-256
                first_valid_uid = 1
                mail_location = maildir:%1$s/mail/%%u
                passdb {
                  driver = passwd-file
                  args = scheme=PLAIN username_format=%%u %1$s/users
                }
                userdb {
                  driver = passwd-file
                  args = username_format=%%u %1$s/users
                }
                service auth {
                  unix_listener auth-client {
                    path = %1$s/run/auth-client
                    mode = 0666
                  }
                }
                service imap-login {
                  inet_listener imap {
                    port = %2$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service lmtp {
                  unix_listener lmtp {
                    path = %1$s/run/lmtp
                    mode = 0666
                  }
                  inet_listener lmtp {
                    port = %3$d
                  }
                }
                """
                .formatted(folder, imap, lmtp);
    }

    /** Its socket for authentication clients. */
    String auth() {
        return folder + "/run/auth-client";
    }

    /** Its socket for LMTP. */
    String lmtpSocket() {
        return folder + "/run/lmtp";
    }

    /** Its port for LMTP. */
    int lmtpPort() {
        return lmtp;
    }

    /** All messages of amy's, as IMAP shows them. */
    String amysMail() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), imap)) {
            socket.setSoTimeout(20_000);
            String commands =
                    "a LOGIN amy@kept.example \"%s\"\r\nb SELECT INBOX\r\nc FETCH 1:* BODY.PEEK[]\r\nd LOGOUT\r\n"
                            .formatted(PASSWORD);
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            StringBuilder all = new StringBuilder();
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                all.append(line).append('\n');
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it; {@link #start} may follow. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
