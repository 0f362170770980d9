package org.hikyaku.app.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.hikyaku.app.console.Texts;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.SocketFileException;

/**
 * What a person is told about the milter's sockets.
 *
 * @param texts those of the commands
 */
public record MilterTexts(Texts texts) {

    /** One line for each socket. */
    public List<String> listens(List<MilterSocket> sockets) {
        return sockets.stream().map(s -> texts.text("milter.listens", s)).toList();
    }

    /** Why a UNIX socket cannot be had, and what to do. */
    public String explained(SocketFileException e) {
        Object path = e.path();
        return switch (e.problem()) {
            case IN_USE -> texts.text("milter.socket-used", path);
            case NO_SOCKET -> texts.text("milter.socket-file", path);
            case NO_FOLDER -> texts.text("milter.socket-folder", folder(e));
            case NO_GROUP -> texts.text("milter.socket-group", path);
            case GROUP_FORBIDDEN -> texts.text("milter.socket-chgrp", path);
            case FORBIDDEN -> texts.text("milter.socket-forbidden", folder(e));
            case OTHER -> texts.text("milter.socket-other", path, cause(e));
        };
    }

    private static Object folder(SocketFileException e) {
        return e.path().getParent() == null ? e.path() : e.path().getParent();
    }

    /** Why a port cannot be had, and what to do. */
    public String explained(ListenException e) {
        InetSocketAddress address = e.address();
        InetAddress ip = address.getAddress();
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        String port = Integer.toString(address.getPort());
        if (e.isForbidden()) {
            return texts.text("milter.port-forbidden", port);
        }
        String why = cause(e);
        return why.contains("in use")
                ? texts.text("milter.port-used", port, host)
                : texts.text("milter.port-other", port, host, why);
    }

    private static String cause(Exception e) {
        return e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
    }
}
