/**
 * What a mail domain should publish: records with the reason for each, merged into what is there,
 * as a zone file or a table.
 *
 * <p>{@link MailZone#records} tells what one domain and one server need; {@link SpfMerge} and
 * {@link DmarcMerge} add to a record that exists and never drop what it says; {@link ZoneText}
 * writes.
 *
 * <p>{@link ZoneLint} looks through a zone file for what loads and does not do what was meant.
 *
 * <p>May use {@code name}, {@code dns}, {@code zonefile}, {@code spf}, {@code dkim} and {@code
 * dmarc}. All types are immutable.
 */
@NullMarked
package org.hikyaku.zone;

import org.jspecify.annotations.NullMarked;
