/**
 * What OpenDKIM, OpenDMARC and policyd-spf read: their settings, tables and lists of hosts, and
 * what these mean.
 *
 * <p>An administrator who has run OpenDKIM for years has {@code opendkim.conf} and the tables that
 * it names. {@link org.hikyaku.opendkim.OptionReader} reads the settings, {@link
 * org.hikyaku.opendkim.DatasetReader} the tables; {@link org.hikyaku.opendkim.KeyTable}, {@link
 * org.hikyaku.opendkim.SigningTable} and {@link org.hikyaku.opendkim.HostList} ask them as OpenDKIM
 * 2.11 does, its surprises included: the last of two settings counts, {@code UMask 022} is octal, a
 * network with host bits never matches. What is wrong or surprising becomes a {@link
 * org.hikyaku.opendkim.ConfigNote} with its file and line, and reading goes on.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns} and {@code dkim}. Files come in through {@link
 * org.hikyaku.opendkim.FileSource}; nothing here opens one. All types are immutable but {@link
 * org.hikyaku.opendkim.ConfigNotes}, which belongs to one thread.
 */
@NullMarked
package org.hikyaku.opendkim;

import org.jspecify.annotations.NullMarked;
