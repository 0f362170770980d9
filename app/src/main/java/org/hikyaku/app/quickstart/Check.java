package org.hikyaku.app.quickstart;

/**
 * One thing that was looked at.
 *
 * @param name what
 * @param state how it stands
 * @param detail one sentence
 */
record Check(String name, State state, String detail) {

    enum State {
        OK,
        WARNING,
        NOT_CHECKED
    }

    static Check ok(String name, String detail) {
        return new Check(name, State.OK, detail);
    }

    static Check warning(String name, String detail) {
        return new Check(name, State.WARNING, detail);
    }

    static Check notChecked(String name, String detail) {
        return new Check(name, State.NOT_CHECKED, detail);
    }
}
