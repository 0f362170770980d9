package org.hikyaku.app.adopt;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hikyaku.adopt.Check;
import org.hikyaku.adopt.FileChange;
import org.hikyaku.adopt.LocalMachine;
import org.hikyaku.app.settings.SettingsException;
import org.hikyaku.app.settings.SettingsReader;
import org.hikyaku.hosttree.DiskTree;
import org.hikyaku.machine.CommandRun;
import org.hikyaku.machine.FileState;
import org.hikyaku.machine.MachineFiles;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.neighbours.text.FileTree;

/**
 * The machine that is adopted: this one, or a copy of its files.
 *
 * @param root {@code /}, or the folder with the copy
 * @param data the data folder, as the machine writes it
 * @param program the script that starts this program
 */
record Target(Path root, Path data, String program) {

    private static final Path HERE = Path.of("/");
    private static final String LOOPBACK = "127.0.0.1";

    /** Beside 8891 and 8893, which OpenDKIM and OpenDMARC have by habit. */
    private static final int FIRST_PORT = 8895;

    private static final int LAST_PORT = 8999;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    boolean isHere() {
        return root.equals(HERE);
    }

    /** Where a path of the machine lies. */
    Path on(Path path) {
        return root.resolve(HERE.relativize(path));
    }

    FileTree tree() {
        return new DiskTree(root);
    }

    ServiceControl services() {
        return ServiceControl.of(root);
    }

    MilterService service() {
        return new MilterService(program, data, Account.NAME);
    }

    Account account() {
        return Account.of(tree());
    }

    /** Root's number, or in a copy that of who works on it. */
    int uid() {
        return isHere() ? 0 : (int) new UnixSystem().getUid();
    }

    int gid() {
        return isHere() ? 0 : (int) new UnixSystem().getGid();
    }

    OwnFiles ownFiles(Account account) {
        boolean mayGive = isHere() || uid() == 0;
        return new OwnFiles(data, mayGive ? account.uid() : uid(), mayGive ? account.gid() : gid());
    }

    /** Whether our settings are there. */
    boolean isInstalled() {
        return Files.exists(on(data.resolve("hikyaku.toml")));
    }

    /** Where our filter listens, or will: a port that nobody has. */
    MilterSocket.Inet socket() throws IOException {
        if (isInstalled()) {
            try {
                List<MilterSocket> listen =
                        SettingsReader.read(on(data.resolve("hikyaku.toml"))).milter().listen();
                if (!listen.isEmpty() && listen.getFirst() instanceof MilterSocket.Inet inet) {
                    return inet;
                }
            } catch (SettingsException e) {
                throw new IOException(e.getMessage(), e);
            }
            throw new IOException(
                    data + " has settings without milter.listen = [\"inet:PORT@127.0.0.1\"]");
        }
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            if (!isHere() || isFree(port)) {
                return new MilterSocket.Inet(port, LOOPBACK, false);
            }
        }
        throw new IOException("no port from " + FIRST_PORT + " to " + LAST_PORT + " is free");
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return true;
        } catch (java.net.BindException _) {
            return false;
        }
    }

    /** Whether a filter answers; that of a copy does as it did. */
    boolean answers(MilterSocket socket) {
        return !isHere()
                || new LocalMachine(Duration.ZERO)
                        .complaint(new Check.MilterAnswers(socket))
                        .isEmpty();
    }

    boolean postfixRuns() {
        if (!isHere()) {
            return true;
        }
        try {
            return CommandRun.of(List.of("postfix", "status"), new byte[0], LIMIT).status() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** What becomes of a file that is there, where it changes. */
    Optional<FileChange> change(String path, byte[] octets, Instant now) throws IOException {
        Path real = Path.of(path);
        if (tree().look(path)
                instanceof org.hikyaku.neighbours.text.FileTree.Found.Text(var file)) {
            real = Path.of(file.realPath()); // a link stays a link
        }
        FileState before =
                MachineFiles.read(on(real)).orElseThrow(() -> new IOException(path + " is gone"));
        return Arrays.equals(before.octets(), octets)
                ? Optional.empty()
                : Optional.of(new FileChange(real, before, before.with(octets, now)));
    }
}
