package org.hikyaku.plan;

/**
 * A text record, and what its author meant where the syntax of a zone file or of a document has got
 * into it.
 *
 * @param raw as published, one char per octet
 * @param meant without stray quotes, backslashes and blanks
 */
record PublishedText(String raw, String meant) {

    /** Quotation marks and dashes of word processors, in UTF-8 read one char per octet. */
    private static final String[][] TYPOGRAPHIC = {
        {"\u00e2\u0080\u009c", "\""},
        {"\u00e2\u0080\u009d", "\""},
        {"\u00e2\u0080\u009e", "\""},
        {"\u00e2\u0080\u0098", "\""},
        {"\u00e2\u0080\u0099", "\""},
        {"\u00e2\u0080\u0093", "-"},
        {"\u00e2\u0080\u0094", "-"},
        {"\u00e2\u0088\u0092", "-"},
        {"\u00e3\u0080\u0080", " "},
        {"\u00c2\u00a0", " "},
        {"\u00ef\u00bb\u00bf", ""}
    };

    static PublishedText of(String raw) {
        String text = raw;
        for (String[] pair : TYPOGRAPHIC) {
            text = text.replace(pair[0], pair[1]);
        }
        text = text.replaceAll("\\\\(.)", "$1").replace('\t', ' ');
        text = text.replaceAll("[\\r\\n]", " ").strip();
        if (text.startsWith("(") && text.endsWith(")")) {
            text = text.substring(1, text.length() - 1).strip(); // the parentheses of a zone file
        }
        // A zone file's strings that were taken for one: "v=DKIM1; k=rsa; " "p=…"
        text = text.replaceAll("\"\\s*\"", "").replace("\"", "").strip();
        boolean harmless = raw.stripTrailing().equals(text);
        return new PublishedText(raw, harmless ? raw : text);
    }

    boolean isStray() {
        return !raw.equals(meant);
    }
}
