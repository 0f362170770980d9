package org.hikyaku.smtp;

import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The MAIL FROM address (RFC 5321 section 4.1.1.2).
 *
 * @param address null for {@code <>}, the path of bounces
 */
public record ReversePath(@Nullable MailAddress address) {

    /** {@code <>}. */
    public static final ReversePath NULL = new ReversePath(null);

    /** The path of {@code address}. */
    public static ReversePath of(MailAddress address) {
        return new ReversePath(address);
    }

    /** Reads {@code ""} or an address. */
    public static ReversePath of(String text) {
        return text.isEmpty() ? NULL : new ReversePath(MailAddress.of(text));
    }

    /** Whether it is {@code <>}. */
    public boolean isNull() {
        return address == null;
    }

    /**
     * The address, or the empty text: the form for storage and for Return-Path without brackets.
     */
    public String text() {
        return address == null ? "" : address.toString();
    }

    @Override
    public String toString() {
        return "<" + text() + ">";
    }
}
