package org.hikyaku.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import org.hikyaku.net.SocketFileException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A UNIX socket in the form that {@link Listener} works with. Peers seem to come from loopback,
 * which is where they are.
 */
final class UnixServerSocket extends ServerSocket {

    /** Until it has its mode and its group nobody finds the socket under its name. */
    private static final String UNFINISHED = ".new";

    private final ServerSocketChannel channel;
    private final Path path;
    private final @Nullable Object fileKey;

    private UnixServerSocket(ServerSocketChannel channel, Path path) throws IOException {
        this.channel = channel;
        this.path = path;
        this.fileKey = key(path);
    }

    /**
     * Listens. A socket that is there already is replaced where nobody answers on it.
     *
     * @throws SocketFileException where it cannot
     */
    static UnixServerSocket bind(SocketFile file, int backlog) throws SocketFileException {
        Path path = file.path();
        ServerSocketChannel channel = null;
        try {
            requireFree(path);
            Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
            Files.deleteIfExists(unfinished);
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(unfinished), backlog);
            open(unfinished, file);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            UnixServerSocket socket = new UnixServerSocket(channel, path);
            channel = null;
            return socket;
        } catch (SocketFileException e) {
            throw e;
        } catch (IOException e) {
            throw new SocketFileException(problem(e, path), path, e);
        } finally {
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(@Nullable ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException _) {
                // Nothing depends on it.
            }
        }
    }

    private static Problem problem(IOException e, Path path) {
        Path folder = Objects.requireNonNullElse(path.getParent(), path);
        if (!Files.isDirectory(folder)) {
            return Problem.NO_FOLDER;
        }
        boolean forbidden = e instanceof AccessDeniedException || !Files.isWritable(folder);
        return forbidden ? Problem.FORBIDDEN : Problem.OTHER;
    }

    private static void requireFree(Path path) throws IOException {
        BasicFileAttributes there;
        try {
            there =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            return;
        }
        if (!there.isOther()) {
            throw new SocketFileException(
                    Problem.NO_SOCKET, path, new IOException("a file that is no socket"));
        }
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new SocketFileException(
                    Problem.IN_USE, path, new IOException("somebody answers on it"));
        } catch (SocketFileException e) {
            throw e;
        } catch (IOException _) {
            // Nobody answers: what a process left that has ended.
        }
    }

    private static void open(Path socket, SocketFile file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(socket, PosixFileAttributeView.class);
        String group = file.group();
        if (group != null) {
            try {
                view.setGroup(
                        socket.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByGroupName(group));
            } catch (UserPrincipalNotFoundException e) {
                throw new SocketFileException(Problem.NO_GROUP, file.path(), e);
            } catch (FileSystemException e) {
                throw new SocketFileException(Problem.GROUP_FORBIDDEN, file.path(), e);
            }
        }
        view.setPermissions(file.mode());
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    @Override
    public Socket accept() throws IOException {
        return new UnixSocket(channel.accept());
    }

    /** Takes the file away too, where it is still ours. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        channel.close();
        try {
            if (Objects.equals(key(path), fileKey)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException _) {
            // Gone already.
        }
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public int getLocalPort() {
        return 0;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
