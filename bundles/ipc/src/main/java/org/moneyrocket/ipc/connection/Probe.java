// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

/** Lets a test act at the moments at which a connection can die. */
interface Probe {
  /** The moments. */
  enum Point {
    /** The caller has sent its request and does not wait yet. */
    REQUEST_SENT,
    /** The serving side learned of a new lane; its thread does not wait yet. */
    LANE_ASKED,
    /** The head of a request was read, its arguments were not. */
    REQUEST_STARTED,
    /** Arguments are read, the method is not yet called. */
    ARGUMENTS_READ,
    /** The method has returned, its answer is not yet sent. */
    METHOD_FINISHED,
    /** The answer was sent. */
    ANSWER_SENT
  }

  void at(Point point, String what);
}
