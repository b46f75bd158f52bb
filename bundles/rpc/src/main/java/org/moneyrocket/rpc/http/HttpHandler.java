// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

/** What a server does with requests. */
public interface HttpHandler {
  /**
   * Tells whether there is anything at a target; asked on the connection's thread, must not block.
   */
  boolean serves(String target);

  /** Answers a request. Runs on one of the server's workers. */
  HttpReply handle(HttpRequest request);
}
