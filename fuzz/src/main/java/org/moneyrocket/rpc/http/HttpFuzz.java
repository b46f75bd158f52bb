// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.settings.memory.MemoryBudget;

/** Requests as they come from a socket. */
public final class HttpFuzz {
  private static final MemoryBudget BUDGET = new MemoryBudget(1 << 30);
  private static final MemoryBudget.Account ACCOUNT = BUDGET.open("fuzz", 0, 1);

  private HttpFuzz() {}

  /** Reads requests in pieces until there is nothing left, and sees that the end of one is kept. */
  public static void fuzz(byte[] stream) {
    int piece = stream.length == 0 ? 1 : 1 + (stream[0] & 0x3f);
    Check.same(read(stream, stream.length), read(stream, piece), "requests in one piece or many");
    Check.that(ACCOUNT.takenBytes() == 0, "all memory is given back");
  }

  /** Reads all requests of a stream. */
  public static void readAll(byte[] stream) {
    read(stream, Math.max(1, stream.length));
  }

  private static String read(byte[] stream, int piece) {
    StringBuilder seen = new StringBuilder();
    RequestParser parser = new RequestParser("127.0.0.1:1");
    BodyBuffer body = new BodyBuffer(ACCOUNT);
    try {
      for (int from = 0; from < stream.length; from += piece) {
        int at = from;
        int end = Math.min(stream.length, from + piece);
        while (at < end || parser.isAtEnd()) {
          RequestParser.Event event = parser.feed(stream, at, end);
          at = parser.position();
          if (event == RequestParser.Event.HEAD) {
            parser.keepBody(body);
          } else if (event == RequestParser.Event.COMPLETE) {
            Check.that(body.length() <= stream.length, "a body is not larger than what came");
            seen.append(parser.head()).append(body.length()).append(parser.head().keepsAlive());
            body.wipe();
            parser.reset();
          }
        }
      }
    } catch (HttpProblem e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
      seen.append(e.getMessage());
    } finally {
      body.wipe();
    }
    return seen.toString();
  }

  /** Has a handler answer a request without a socket; returns all that the client gets. */
  public static String answer(HttpHandler handler, HttpHead head, byte[] body) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    OutQueue out = new OutQueue(Channels.newChannel(sent), ACCOUNT, 1, () -> {});
    try {
      switch (handler.admit(head)) {
        case Admission.Refused refused -> {
          HttpAnswer answer = new HttpAnswer(head, out, ACCOUNT, true);
          answer.send(refused.reply());
        }
        case Admission.Welcome(String user) -> {
          HttpAnswer answer = new HttpAnswer(head, out, ACCOUNT, true);
          handler.handle(new HttpRequest(head, user, body, body.length), answer);
          Check.that(answer.isComplete(), "there is an answer");
        }
      }
      out.add(ByteBuffer.allocate(0));
    } catch (IOException e) {
      throw new IllegalStateException("a buffer takes everything", e);
    }
    Check.that(ACCOUNT.takenBytes() == 0, "all memory is given back");
    return sent.toString(StandardCharsets.UTF_8);
  }
}
