/**
 * {@code hikyaku adopt}: a mail server that is there is looked at, told what is wrong with it, and
 * taken over, with a way back.
 *
 * <p>{@link org.hikyaku.app.adopt.AdoptCommand} reads the configuration of the neighbours ({@code
 * neighbours}), shows the findings and a plan, and gives the plan to {@link
 * org.hikyaku.adopt.Adoption}. What is planned: keys and settings in our data folder, a service of
 * our own, Postfix pointed at it, OpenDKIM, OpenDMARC and policyd-spf put to rest, records in the
 * zones of this machine. Our filter answers before Postfix is told of it, and the old ones stop
 * last, so that mail never stops.
 */
@NullMarked
package org.hikyaku.app.adopt;

import org.jspecify.annotations.NullMarked;
