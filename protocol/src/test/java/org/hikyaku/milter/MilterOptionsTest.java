package org.hikyaku.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class MilterOptionsTest {

    private static final MilterOptions WANTED =
            MilterOptions.of(
                    6,
                    EnumSet.of(MilterAction.ADD_HEADERS, MilterAction.CHOOSE_MACROS),
                    EnumSet.of(MilterStep.NO_UNKNOWN, MilterStep.LEADING_SPACE));

    @Test
    void everyBitHasItsPlace() {
        MilterOptions all =
                MilterOptions.of(
                        6, EnumSet.allOf(MilterAction.class), EnumSet.allOf(MilterStep.class));
        assertThat(all).isEqualTo(new MilterOptions(6, 0x1ff, 0x1fffff));
    }

    @Test
    void nothingIsAgreedOnThatIsNotOffered() {
        MilterOptions agreed = new MilterOptions(2, 0x3f, 0x7f).agreed(WANTED);
        assertThat(agreed).isEqualTo(new MilterOptions(2, 0x1, 0));
        assertThat(agreed.has(MilterAction.CHOOSE_MACROS)).isFalse();
        assertThat(agreed.has(MilterStep.LEADING_SPACE)).isFalse();
    }

    @Test
    void versionsToComeAreMetWithOurs() {
        MilterOptions agreed = new MilterOptions(7, -1, -1).agreed(WANTED);
        assertThat(agreed).isEqualTo(WANTED);
    }
}
