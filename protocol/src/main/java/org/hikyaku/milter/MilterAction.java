package org.hikyaku.milter;

/** What a filter may do to a message: SMFIF_* of libmilter. */
public enum MilterAction {
    ADD_HEADERS(0x1),
    CHANGE_BODY(0x2),
    ADD_RECIPIENTS(0x4),
    DELETE_RECIPIENTS(0x8),
    CHANGE_HEADERS(0x10),
    QUARANTINE(0x20),
    CHANGE_FROM(0x40),
    ADD_RECIPIENTS_WITH_ARGUMENTS(0x80),
    /** To say which macros it wants. */
    CHOOSE_MACROS(0x100);

    private final int bit;

    MilterAction(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
