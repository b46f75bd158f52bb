// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.moneyrocket.fuzz.Check;

/** Requests as they come from a socket. */
public final class HttpFuzz {
  private HttpFuzz() {}

  /** Reads requests until there is nothing left, and sees that the end of one is kept. */
  public static void fuzz(byte[] stream) {
    ByteArrayInputStream in = new ByteArrayInputStream(stream);
    HttpReader reader = new HttpReader(in, "127.0.0.1:1", () -> {});
    try {
      for (int requests = 0; requests < 50; requests++) {
        HttpRequest request = reader.read();
        if (request == null) {
          return;
        }
        Check.that(request.body().length <= stream.length, "a body is not larger than what came");
        request.keepsAlive();
        request.header("authorization");
        request.headerValues("x");
      }
    } catch (HttpProblem | IOException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }
}
