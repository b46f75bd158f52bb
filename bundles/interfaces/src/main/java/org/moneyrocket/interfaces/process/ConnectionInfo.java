// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.process;

/**
 * One connection to another process.
 *
 * @param peer name of the other side, as in the {@code moneyrocket.peer} property
 * @param role what the other side is
 * @param kind {@code spawned}, {@code attached} or {@code introduced}
 * @param since milliseconds since 1970
 * @param lanes call and event lanes open now
 * @param exportedObjects local objects the other side holds
 * @param importedObjects remote objects held here
 */
public record ConnectionInfo(
    String peer,
    String role,
    long pid,
    String kind,
    long since,
    int lanes,
    int exportedObjects,
    int importedObjects) {}
