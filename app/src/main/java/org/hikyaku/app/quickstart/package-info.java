/**
 * From a bare machine and an address to a server that only waits for its records: {@code hikyaku
 * quickstart you@example.com}.
 *
 * <p>{@link QuickstartCommand} is the entry; {@code DataFolder} makes the folder in one piece or
 * not at all; {@code Checks} looks at the machine and at what the domain publishes today and says
 * what it could not look at; {@code Advice} words what the person does next.
 *
 * <p>May use everything.
 */
@NullMarked
package org.hikyaku.app.quickstart;

import org.jspecify.annotations.NullMarked;
