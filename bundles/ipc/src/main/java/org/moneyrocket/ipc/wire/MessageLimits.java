// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

/**
 * Bounds of one message, checked by the writer as it goes and by the reader before it allocates.
 *
 * @param bytes size of all chunks together
 * @param elements elements of all its collections together
 * @param depth how deeply values may be nested
 */
public record MessageLimits(long bytes, int elements, int depth) {}
