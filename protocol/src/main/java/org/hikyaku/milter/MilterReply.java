package org.hikyaku.milter;

import java.util.List;
import java.util.Map;

/**
 * What a filter answers: SMFIR_* of libmilter. Texts have one char per octet; folds within header
 * values are LF and a blank, or the server doubles the CR.
 */
public sealed interface MilterReply {

    /**
     * SMFIC_OPTNEG.
     *
     * @param macros those wanted at each stage; only where {@link MilterAction#CHOOSE_MACROS} is
     *     agreed on
     */
    record Negotiated(MilterOptions options, Map<MilterStage, List<String>> macros)
            implements MilterReply {
        /** Copies the map. */
        public Negotiated {
            macros = Map.copyOf(macros);
        }
    }

    /** What a filter says of a command, or at the end of a message. */
    enum Verdict implements MilterReply {
        CONTINUE('c'),
        /** Nothing more is asked about this message, or at the start about this client. */
        ACCEPT('a'),
        /** Of a recipient: only that one. */
        REJECT('r'),
        TEMPFAIL('t'),
        /** Accepted and thrown away. */
        DISCARD('d'),
        /** 421, and the client is sent away. */
        SHUTDOWN('4'),
        CONNECTION_FAILED('f'),
        /** No more of this body. */
        SKIP('s'),
        /** It takes longer. */
        PROGRESS('p');

        private final char letter;

        Verdict(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    /** SMFIR_REPLYCODE: 4xx or 5xx, an enhanced code, a text. */
    record ReplyCode(String reply) implements MilterReply {}

    /** SMFIR_ADDHEADER: at the end of the header. */
    record AddHeader(String name, String value) implements MilterReply {}

    /** SMFIR_INSHEADER: as the field number {@code index}, from 0. */
    record InsertHeader(int index, String name, String value) implements MilterReply {}

    /**
     * SMFIR_CHGHEADER: the field number {@code index}, from 1, of those with that name; an empty
     * value deletes it.
     */
    record ChangeHeader(int index, String name, String value) implements MilterReply {}

    /** SMFIR_QUARANTINE; a verdict follows. */
    record Quarantine(String reason) implements MilterReply {}

    /** SMFIR_CHGFROM: another sender, in brackets; parameters or the empty text. */
    record ChangeFrom(String address, String parameters) implements MilterReply {}

    /** SMFIR_ADDRCPT, in brackets. */
    record AddRecipient(String address) implements MilterReply {}

    /** SMFIR_ADDRCPT_PAR. */
    record AddRecipientWith(String address, String parameters) implements MilterReply {}

    /** SMFIR_DELRCPT, in brackets. */
    record DeleteRecipient(String address) implements MilterReply {}

    /** SMFIR_REPLBODY: a piece of another body; the array is reused. */
    record ReplaceBody(byte[] octets, int offset, int length) implements MilterReply {}
}
