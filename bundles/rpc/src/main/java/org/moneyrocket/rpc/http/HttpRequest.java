// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

/**
 * One request. Its body is wiped when it has been answered: whoever wants to keep something of it
 * copies that.
 *
 * @param user who was let in
 * @param body begins with the body; what follows means nothing
 * @param length of the body in bytes
 */
public record HttpRequest(HttpHead head, String user, byte[] body, int length) {
  @Override
  public String toString() {
    return head.toString();
  }
}
