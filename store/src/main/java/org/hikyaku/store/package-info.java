/**
 * What is kept: interfaces and records, and nothing about how.
 *
 * <p>Flows meet here, never in calls: the SMTP server writes rows that the queue reads. {@link
 * Store} hands out the parts; each part's Javadoc says what is durable when a method returns. Every
 * implementation passes the same contract tests ({@code StoreContract} in the tests of this
 * module).
 *
 * <p>Message bytes ({@link Blobs}) and rows (all else) are separate: first the bytes are made
 * durable, then a row names them. Bytes that no row names are garbage and are swept.
 *
 * <p>May use {@code name}, {@code message} and {@code smtp}. All parts are safe for many threads,
 * virtual ones included, and block until the work is done.
 */
@NullMarked
package org.hikyaku.store;

import org.jspecify.annotations.NullMarked;
