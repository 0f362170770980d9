package org.hikyaku.app.check;

/** A check that cannot run; the message is the one line that tells what to do. */
final class CheckFailure extends Exception {

    private static final long serialVersionUID = 1L;

    CheckFailure(String message) {
        super(message, null, false, false);
    }
}
