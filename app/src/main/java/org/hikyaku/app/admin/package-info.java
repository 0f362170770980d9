/**
 * The commands that look after domains, accounts, aliases, mail and the queue of a data folder,
 * beside a server that runs or without one.
 *
 * <p>Each works on the store directly; a running server sees the change at once.
 *
 * <p>May use everything.
 */
@NullMarked
package org.hikyaku.app.admin;

import org.jspecify.annotations.NullMarked;
