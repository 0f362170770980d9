/**
 * The life of a DKIM key: generated, published, usable, signing, retired, removed.
 *
 * <p>A key signs only after its record has been <em>seen</em> at every server of the zone and no
 * cache can say otherwise: a signature whose key cannot be found counts as none (RFC 6376 section
 * 6.1.2). The old key stays published as long as a message that it signed may wait in a queue.
 * {@link org.hikyaku.keylife.KeyLife} decides, as a pure function; {@link
 * org.hikyaku.keylife.KeyKeeper} looks, publishes and switches. It works without any way to publish
 * as well: then a person publishes, and what follows goes on by itself. Where a selector is an
 * alias (CNAME) into a zone of ours, the record is looked for and published at the alias's target.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code dkim}, {@code zones}, {@code
 * convergence}, {@code store} and {@code ops}.
 */
@NullMarked
package org.hikyaku.keylife;

import org.jspecify.annotations.NullMarked;
