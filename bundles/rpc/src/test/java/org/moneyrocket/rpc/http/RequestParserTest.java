// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.moneyrocket.testkit.AllocationCheck;

public class RequestParserTest {
  private final MemoryBudget.Account account = new MemoryBudget(64 << 20).open("test", 0, 1);

  @Test
  public void whatIsReadDoesNotDependOnThePiecesItComesIn() throws HttpProblem {
    byte[] stream =
        bytes(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
                + "GET /b HTTP/1.1\r\n\r\n"
                + "POST /c HTTP/1.0\nTransfer-Encoding: chunked\n\n2;x=y\r\nab\r\n"
                + " 3 \r\ncde\r\n0\r\nTrailer: t\r\n\r\n");
    List<String> whole = read(stream, new int[] {stream.length});
    assertThat(whole).containsExactly("POST /a [hello]", "GET /b []", "POST /c [abcde]");
    long seed = System.nanoTime();
    System.out.println("RequestParserTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int[] pieces = random.ints(stream.length, 1, 2 + random.nextInt(40)).toArray();
      assertThat(read(stream, pieces)).isEqualTo(whole);
    }
    assertThat(account.takenBytes()).isZero();
  }

  private List<String> read(byte[] stream, int[] pieces) throws HttpProblem {
    List<String> requests = new ArrayList<>();
    RequestParser parser = new RequestParser("peer");
    BodyBuffer body = new BodyBuffer(account);
    int at = 0;
    for (int piece : pieces) {
      int end = Math.min(stream.length, at + piece);
      while (at < end || parser.isAtEnd()) {
        RequestParser.Event event = parser.feed(stream, at, end);
        at = parser.position();
        if (event == RequestParser.Event.HEAD) {
          parser.keepBody(body);
        } else if (event == RequestParser.Event.COMPLETE) {
          String text = new String(body.bytes(), 0, body.length(), StandardCharsets.US_ASCII);
          HttpHead head = parser.head();
          requests.add(head.method() + " " + head.target() + " [" + text + "]");
          body.wipe();
          parser.reset();
        }
      }
    }
    return requests;
  }

  @Test
  public void aBodyInTinyChunksCostsNoMoreThanInOne() {
    byte[] stream =
        bytes(
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\n \r\n".repeat(200_000));
    AllocationCheck.hold(
        "chunks of one byte", stream.length, 8, 1 << 16, () -> feed(stream, stream.length));
    AllocationCheck.hold("the same in pieces", stream.length, 8, 1 << 16, () -> feed(stream, 7));
  }

  @Test
  public void headersThatNobodyAsksForAreNotKept() throws HttpProblem {
    RequestParser parser = new RequestParser("peer");
    byte[] head =
        bytes("GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(1500) + "expect: x\r\nExpect: y\r\n\r\n");

    assertThat(parser.feed(head, 0, head.length)).isEqualTo(RequestParser.Event.HEAD);

    assertThat(parser.head().headers()).containsExactly(new HttpHead.Header("expect", "x"));
  }

  private void feed(byte[] stream, int piece) throws HttpProblem {
    RequestParser parser = new RequestParser("peer");
    BodyBuffer body = new BodyBuffer(account);
    for (int at = 0; at < stream.length; ) {
      int end = Math.min(stream.length, at + piece);
      while (at < end) {
        if (parser.feed(stream, at, end) == RequestParser.Event.HEAD) {
          parser.keepBody(body);
        }
        at = parser.position();
      }
    }
    body.wipe();
  }

  @Test
  public void aBodyTakesMemoryAsItComesAndIsWiped() {
    BodyBuffer body = new BodyBuffer(account);
    byte[] piece = new byte[10_000];
    java.util.Arrays.fill(piece, (byte) 7);

    assertThat(body.add(piece, 0, piece.length, 32 << 20)).isTrue();
    assertThat(account.takenBytes()).isLessThan(50_000);
    byte[] kept = body.bytes();
    body.wipe();

    assertThat(kept).containsOnly(0);
    assertThat(account.takenBytes()).isZero();
  }

  @Test
  public void withoutMemoryABodyWaitsWhereItIs() throws HttpProblem {
    var small = new MemoryBudget(50_000).open("small", 0, 1);
    BodyBuffer body = new BodyBuffer(small);
    RequestParser parser = new RequestParser("peer");
    byte[] head = bytes("POST / HTTP/1.1\r\nContent-Length: 60000\r\n\r\n");
    parser.feed(head, 0, head.length);
    parser.keepBody(body);
    byte[] piece = new byte[30_000];

    assertThat(parser.feed(piece, 0, piece.length)).isEqualTo(RequestParser.Event.MORE);
    assertThat(parser.feed(piece, 0, piece.length)).isEqualTo(RequestParser.Event.FULL);
    assertThat(parser.position()).isZero();
    assertThat(body.length()).isEqualTo(30_000);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
