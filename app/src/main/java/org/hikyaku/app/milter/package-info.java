/**
 * The command that checks and signs for a mail server that stays.
 *
 * <p>{@link org.hikyaku.app.milter.MilterCommand} runs a milter in the foreground, by the settings
 * of a data folder. {@code serve} runs the same one beside its other services where {@code
 * milter.listen} is set.
 */
@NullMarked
package org.hikyaku.app.milter;

import org.jspecify.annotations.NullMarked;
