/**
 * What is kept as files: message bytes in append-only segments, DKIM keys one file each.
 *
 * <p>Concurrent writers share one {@code fdatasync}: each appends, then waits for a sync that began
 * after its last octet was written.
 *
 * <p>May use {@code store}. Safe for many threads.
 */
@NullMarked
package org.hikyaku.store.files;

import org.jspecify.annotations.NullMarked;
