/**
 * The checks from the command line: {@code verify sign spf dkim dmarc}. They run the same code as
 * the server, over messages in files, and tell every step.
 *
 * <p>A command reads its options into values, asks through one resolver ({@link
 * org.hikyaku.app.check.DnsOptions}: zone files first, then the network or nothing), and shows what
 * came out either as a dialogue for people or as JSON. Exit status: 0 right, 1 a problem was found,
 * 2 the check could not run.
 *
 * <p>Nothing that comes from a message or from the DNS reaches the terminal unescaped.
 */
@NullMarked
package org.hikyaku.app.check;

import org.jspecify.annotations.NullMarked;
