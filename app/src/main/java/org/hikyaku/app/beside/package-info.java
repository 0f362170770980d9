/**
 * Commands for who comes from another program: {@code import opendkim} and {@code explain-signing}.
 *
 * <p>{@link org.hikyaku.app.beside.Beside} turns the files of an OpenDKIM, OpenDMARC and
 * policyd-spf into rules for the milter, with everything that their administrator should know about
 * them. What it says is a list of notes; {@link org.hikyaku.app.beside.BesideTexts} puts them into
 * words.
 */
@NullMarked
package org.hikyaku.app.beside;

import org.jspecify.annotations.NullMarked;
