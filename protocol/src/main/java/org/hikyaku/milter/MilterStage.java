package org.hikyaku.milter;

import java.util.Optional;

/** When macros are sent: before the command of that stage. */
public enum MilterStage {
    CONNECT('C', 0),
    HELO('H', 1),
    MAIL('M', 2),
    RCPT('R', 3),
    DATA('T', 4),
    END_OF_BODY('E', 5),
    END_OF_HEADERS('N', 6);

    private final char command;
    private final int number;

    MilterStage(char command, int number) {
        this.command = command;
        this.number = number;
    }

    /** The letter of the command. */
    char command() {
        return command;
    }

    /** As SMFIR_SETSYMLIST counts. */
    int number() {
        return number;
    }

    static Optional<MilterStage> ofNumber(int number) {
        for (MilterStage stage : values()) {
            if (stage.number == number) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
