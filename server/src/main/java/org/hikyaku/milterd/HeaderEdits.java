package org.hikyaku.milterd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.milter.MilterReply;

/** Changes of a header in the words of the milter protocol. */
final class HeaderEdits {

    private static final String RESULTS = "Authentication-Results";

    private final boolean leadingSpace;

    /**
     * Edits.
     *
     * @param leadingSpace whether the server takes values with their leading blank
     */
    HeaderEdits(boolean leadingSpace) {
        this.leadingSpace = leadingSpace;
    }

    /**
     * Takes results out that claim to be ours (RFC 8601 section 5), from the last to the first: so
     * the numbers of those that remain to be taken out do not change, whichever way the server
     * counts.
     */
    List<MilterReply> withoutForged(HeaderBlock header, Set<String> ownIds) {
        List<MilterReply> edits = new ArrayList<>();
        int number = 0;
        for (HeaderField field : header.fields()) {
            if (field.is("authentication-results")) {
                number++;
                if (AuthenticationResults.isForged(field.octetValue(), ownIds)) {
                    edits.addFirst(new MilterReply.ChangeHeader(number, field.name(), ""));
                }
            }
        }
        return edits;
    }

    /** Takes out all fields of that name (in lower case), from the last to the first. */
    List<MilterReply> without(HeaderBlock header, String lowerName) {
        List<MilterReply> edits = new ArrayList<>();
        int number = 0;
        for (HeaderField field : header.all(lowerName)) {
            edits.addFirst(new MilterReply.ChangeHeader(++number, field.name(), ""));
        }
        return edits;
    }

    /** Puts results on top of the header. */
    MilterReply results(AuthenticationResults results) {
        return onTop(HeaderField.of(RESULTS, results.fieldValue()));
    }

    /** Puts a field on top of the header. */
    MilterReply onTop(HeaderField field) {
        String value =
                new String(
                        field.raw(),
                        field.valueStart(),
                        field.raw().length - field.valueStart(),
                        StandardCharsets.ISO_8859_1);
        // The server puts the CR in again.
        String text = value.replace("\r\n", "\n").stripTrailing();
        return new MilterReply.InsertHeader(
                0, field.name(), !leadingSpace && text.startsWith(" ") ? text.substring(1) : text);
    }
}
