// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import org.moneyrocket.primitives.Bytes;

/**
 * One message as it came from the wire.
 *
 * @param type name of the message
 * @param wireSize bytes it took with its header
 * @param receivedAtMicros microseconds since 1970
 */
public record Frame(String type, Bytes payload, int wireSize, long receivedAtMicros) {}
