// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

/** What becomes of a request, decided before anything of its body is kept. */
public sealed interface Admission {
  /**
   * The body may come.
   *
   * @param user who it is
   */
  record Welcome(String user) implements Admission {}

  /**
   * There is only a reply.
   *
   * @param delayMillis how long the client waits for it
   */
  record Refused(HttpReply reply, int delayMillis) implements Admission {}
}
