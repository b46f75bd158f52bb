// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

/**
 * What one peer may make this process hold. Whatever goes beyond is refused with a clear error.
 *
 * @param lanes call and event lanes the peer may have open
 * @param objects objects that may be given to the peer, and received from it
 * @param endpoints services the peer may announce
 * @param messageBytes size of one message, all its chunks together
 * @param elements elements of all collections in one message
 * @param depth how deeply values may be nested, and calls inside callbacks
 * @param controlBytes size of one frame on the control lane
 * @param eventWindow events a slow listener may be behind before it gets {@code lagged}
 * @param eventBytes the same in bytes
 */
public record Limits(
    int lanes,
    int objects,
    int endpoints,
    long messageBytes,
    int elements,
    int depth,
    int controlBytes,
    int eventWindow,
    long eventBytes) {
  public static final Limits DEFAULT =
      new Limits(1024, 1 << 17, 1024, 256L << 20, 8 << 20, 64, 1 << 20, 4096, 16L << 20);

  public Limits withLanes(int value) {
    return new Limits(
        value,
        objects,
        endpoints,
        messageBytes,
        elements,
        depth,
        controlBytes,
        eventWindow,
        eventBytes);
  }

  public Limits withObjects(int value) {
    return new Limits(
        lanes,
        value,
        endpoints,
        messageBytes,
        elements,
        depth,
        controlBytes,
        eventWindow,
        eventBytes);
  }

  public Limits withMessageBytes(long value) {
    return new Limits(
        lanes, objects, endpoints, value, elements, depth, controlBytes, eventWindow, eventBytes);
  }

  public Limits withEventWindow(int value) {
    return new Limits(
        lanes, objects, endpoints, messageBytes, elements, depth, controlBytes, value, eventBytes);
  }
}
