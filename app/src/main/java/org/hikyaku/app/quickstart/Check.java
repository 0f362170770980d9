package org.hikyaku.app.quickstart;

import org.hikyaku.app.console.Texts;

/**
 * One thing that was looked at.
 *
 * @param name what, as a word for programs
 * @param label what, for a person
 * @param state how it stands
 * @param detail one sentence
 */
record Check(String name, String label, State state, String detail) {

    enum State {
        OK,
        WARNING,
        NOT_CHECKED
    }

    /** Words checks in a person's language: label and detail lie under {@code check.NAME...}. */
    record Wording(Texts texts) {

        Check ok(String name, String key, Object... arguments) {
            return check(name, State.OK, key, arguments);
        }

        Check warning(String name, String key, Object... arguments) {
            return check(name, State.WARNING, key, arguments);
        }

        Check notChecked(String name, String key, Object... arguments) {
            return check(name, State.NOT_CHECKED, key, arguments);
        }

        private Check check(String name, State state, String key, Object... arguments) {
            String label = texts.text("check." + name);
            Object[] told = arguments.clone();
            for (int i = 0; i < told.length; i++) {
                told[i] = told[i] instanceof String text ? texts.phrase(text) : told[i];
            }
            return new Check(name, label, state, texts.text("check." + name + "." + key, told));
        }
    }
}
