package org.hikyaku.app.settings;

/** Settings that cannot be used: one line with file, line, key and what is allowed. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message, null, false, false);
    }
}
