package org.hikyaku.milter;

import java.util.List;
import java.util.Map;

/** What a mail server tells a filter: SMFIC_* of libmilter. Texts have one char per octet. */
public sealed interface MilterCommand {

    /** SMFIC_OPTNEG: the first of a connection. */
    record Negotiate(MilterOptions offered) implements MilterCommand {}

    /**
     * SMFIC_MACRO: what the server knows at the command that follows.
     *
     * @param command the letter of that command
     * @param values by name, without braces
     */
    record Macros(char command, Map<String, String> values) implements MilterCommand {
        /** Copies the map. */
        public Macros {
            values = Map.copyOf(values);
        }
    }

    /**
     * SMFIC_CONNECT.
     *
     * @param host the client's name, or its address in brackets
     * @param port 0 where the family has none
     * @param address as text; empty where the family is unknown
     */
    record Connect(String host, Family family, int port, String address) implements MilterCommand {}

    /** How the client is connected. */
    enum Family {
        UNKNOWN('U'),
        UNIX('L'),
        INET('4'),
        INET6('6');

        private final char letter;

        Family(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    /** SMFIC_HELO, of EHLO too. */
    record Helo(String name) implements MilterCommand {}

    /** SMFIC_MAIL: the address in brackets, then parameters. */
    record Mail(List<String> arguments) implements MilterCommand {
        /** Copies the list. */
        public Mail {
            arguments = List.copyOf(arguments);
        }
    }

    /** SMFIC_RCPT: the address in brackets, then parameters. */
    record Rcpt(List<String> arguments) implements MilterCommand {
        /** Copies the list. */
        public Rcpt {
            arguments = List.copyOf(arguments);
        }
    }

    /** SMFIC_DATA, since version 4. */
    record Data() implements MilterCommand {}

    /**
     * SMFIC_HEADER.
     *
     * @param value folds are LF and a blank; begins with its blank only where {@link
     *     MilterStep#LEADING_SPACE} is agreed on
     */
    record Header(String name, String value) implements MilterCommand {}

    /** SMFIC_EOH. */
    record EndOfHeaders() implements MilterCommand {}

    /** SMFIC_BODY: {@code length} octets at {@code offset}; the array is reused. */
    record Body(byte[] octets, int offset, int length) implements MilterCommand {}

    /** SMFIC_BODYEOB: the message is complete; the last octets of the body may come with it. */
    record EndOfBody(byte[] octets, int offset, int length) implements MilterCommand {}

    /** SMFIC_UNKNOWN: an SMTP command that the server does not know. */
    record Unknown(String line) implements MilterCommand {}

    /** SMFIC_ABORT: the message is given up; the connection goes on. */
    record Abort() implements MilterCommand {}

    /** SMFIC_QUIT: the connection ends. */
    record Quit() implements MilterCommand {}

    /** SMFIC_QUIT_NC: the client is gone, another one follows on this connection. */
    record NextClient() implements MilterCommand {}
}
