package org.hikyaku.dkim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hikyaku.message.HeaderField;

/**
 * Writes a tag list as a header field with folds, b= last unless it is put elsewhere. Public for
 * {@code arc}, whose fields look the same. Belongs to one thread.
 */
public final class FoldedTags {

    /** RFC 5322 section 2.1.1: lines should have no more, CRLF not counted. */
    private static final int MAX_LINE = 78;

    private static final String FOLD = "\r\n ";

    private final String name;
    private final StringBuilder out = new StringBuilder();
    private int column;
    private int signatureAt = -1;

    /** A field of that name. */
    public FoldedTags(String name) {
        this.name = name;
        this.column = name.length() + 1;
    }

    /** Adds a tag; its value stands on one line. */
    public void add(String tag, String value) {
        piece(tag + "=" + value + ";", true);
    }

    /** Adds a tag with no semicolon after it: nothing follows. */
    public void addLast(String tag, String value) {
        piece(tag + "=" + value, true);
    }

    /** Adds a tag with a list as its value, folded after separators. */
    public void addList(String tag, List<String> values, char separator) {
        for (int i = 0; i < values.size(); i++) {
            String head = i == 0 ? tag + "=" : "";
            piece(head + values.get(i) + (i == values.size() - 1 ? ';' : separator), i == 0);
        }
    }

    private void piece(String text, boolean blankBefore) {
        int blank = blankBefore ? 1 : 0;
        if (column + blank + text.length() > MAX_LINE) {
            out.append(FOLD);
            column = 1;
        } else if (blankBefore) {
            out.append(' ');
            column++;
        }
        out.append(text);
        column += text.length();
    }

    /** Says that b= stands here, unfolded, rather than folded at the end. */
    public void addSignature() {
        signatureAt = out.length();
        column = MAX_LINE;
    }

    /**
     * The field with {@code b=} and {@code signature}; without b='s value the same whatever the
     * signature is.
     */
    public HeaderField field(String signature) {
        StringBuilder text = new StringBuilder(name).append(':');
        if (signatureAt < 0) {
            text.append(out).append(FOLD).append("b=");
            appendFolded(text, signature);
        } else {
            text.append(out, 0, signatureAt).append(FOLD).append("b=").append(signature);
            text.append(';').append(out, signatureAt, out.length());
        }
        return HeaderField.ofRaw(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void appendFolded(StringBuilder text, String signature) {
        int room = MAX_LINE - 3;
        for (int at = 0; at < signature.length(); ) {
            int end = Math.min(signature.length(), at + room);
            text.append(at == 0 ? "" : FOLD).append(signature, at, end);
            room = MAX_LINE - 1;
            at = end;
        }
    }
}
