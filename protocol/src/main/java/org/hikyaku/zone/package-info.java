/**
 * What a mail domain should publish: records with the reason for each, merged into what is there,
 * as a zone file or a table.
 *
 * <p>{@link MailZone#records} tells what one domain and one server need; {@link SpfMerge} and
 * {@link DmarcMerge} add to a record that exists and never drop what it says; {@link ZoneText}
 * writes.
 *
 * <p>May use {@code name}, {@code dns}, {@code spf}, {@code dkim} and {@code dmarc}. All types are
 * immutable.
 */
@NullMarked
package org.hikyaku.zone;

import org.jspecify.annotations.NullMarked;
