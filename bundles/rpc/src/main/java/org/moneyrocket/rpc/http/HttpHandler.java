// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;

/** What a server does with requests. */
public interface HttpHandler {
  /**
   * Decides whether a request is worked on. Asked on the thread that serves all connections: must
   * not block and should be done within microseconds.
   */
  Admission admit(HttpHead head);

  /**
   * Answers a request that was let in. Runs on one of the server's workers.
   *
   * @throws IOException when the client is gone or takes nothing any more; not for anything else
   */
  void handle(HttpRequest request, HttpAnswer answer) throws IOException;
}
