// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;
import org.moneyrocket.settings.memory.MemoryBudget;

public class HttpAnswerTest {
  private static final long LONG = 60_000_000_000L;

  private final MemoryBudget.Account account = new MemoryBudget(4 << 20).open("test", 0, 1);
  private final Client client = new Client();
  private final CountDownLatch waits = new CountDownLatch(1);
  private final OutQueue out = new OutQueue(client, account, LONG, waits::countDown);

  /** A client who takes as much as he is told to. */
  private static final class Client implements WritableByteChannel {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private volatile int takes = Integer.MAX_VALUE;

    @Override
    public synchronized int write(ByteBuffer bytes) {
      int count = Math.min(takes, bytes.remaining());
      byte[] some = new byte[count];
      bytes.get(some);
      taken.writeBytes(some);
      return count;
    }

    String text() {
      return taken.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  public void smallAnswersHaveTheirLengthAndLargeOnesComeInChunks() throws IOException {
    write(1, 1_000_000);
    assertThat(client.text())
        .contains("\r\nContent-Length: 1000000\r\n")
        .doesNotContain("chunked")
        .endsWith("\r\n\r\n" + "~".repeat(1_000_000));
    client.taken.reset();

    write(1, 3_000_000);

    assertThat(client.text()).contains("Transfer-Encoding: chunked").endsWith("\r\n0\r\n\r\n");
    assertThat(client.text().chars().filter(c -> c == '~').count()).isEqualTo(3_000_000);
    assertThat(account.takenBytes()).isZero();
  }

  @Test
  public void clientsThatKnowNoChunksGetLargeAnswersUpToTheEndOfTheConnection() throws IOException {
    HttpAnswer answer = write(0, 3_000_000);

    assertThat(answer.keepsAlive()).isFalse();
    assertThat(client.text())
        .doesNotContain("chunked", "Content-Length", "keep-alive")
        .endsWith("\r\n\r\n" + "~".repeat(3_000_000));
  }

  private HttpAnswer write(int minorVersion, int size) throws IOException {
    HttpAnswer answer = answer(minorVersion);
    try (ReplyStream stream = answer.begin(200, List.of())) {
      for (int left = size; left > 0; ) {
        int count = Math.min(left, 777);
        stream.write("~".repeat(count).getBytes(StandardCharsets.US_ASCII));
        left -= count;
      }
    }
    assertThat(answer.isComplete()).isTrue();
    return answer;
  }

  private HttpAnswer answer(int minorVersion) {
    List<HttpHead.Header> headers = List.of(new HttpHead.Header("Connection", "keep-alive"));
    return new HttpAnswer(
        new HttpHead("POST", "/", minorVersion, headers, "peer"), out, account, false);
  }

  @Test
  public void whatWasNotSentCanBeTakenBack() throws IOException {
    ReplyStream stream = answer(1).begin(200, List.of());
    stream.write(new byte[10]);
    stream.write(new byte[500_000]);
    assertThat(stream.rollBack(10)).isTrue();
    assertThat(stream.size()).isEqualTo(10);
    stream.write(new byte[5_000_000]);
    assertThat(stream.rollBack(10)).isFalse();
    long size = stream.size();
    stream.write(new byte[20]);
    assertThat(stream.rollBack(size)).isTrue();
    stream.close();
    assertThat(account.takenBytes()).isZero();
  }

  @Test
  public void anAnswerThatNobodyTakesHoldsABoundedAmountAndEndsWithTheConnection()
      throws Exception {
    client.takes = 0;
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread worker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    write(1, 50_000_000);
                  } catch (IOException e) {
                    end.set(e);
                  }
                });
    waits.await();
    while (worker.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(account.takenBytes()).isLessThanOrEqualTo(account.mostBytes());
    out.close();
    worker.join();
    assertThat(end.get()).hasMessage("the connection is closed");
  }

  @Test
  public void nobodyWaitsForAClientWhenTheServerEnds() throws IOException {
    client.takes = 0;
    out.hurry();

    assertThatThrownBy(() -> write(1, 50_000_000)).hasMessage("the client takes nothing any more");
  }

  @Test
  public void whoTakesTooLittleIsGivenUp() {
    client.takes = 0;
    OutQueue impatient = new OutQueue(client, account, 1, () -> {});

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                impatient.add(ByteBuffer.allocate(1 << 16));
              }
            })
        .hasMessage("the client takes nothing any more");
    assertThat(impatient.isStuck(System.nanoTime() + LONG)).isTrue();
  }

  @Test
  public void whatWaitsIsWrittenWhenTheClientTakesMore() throws IOException {
    client.takes = 100;
    out.add(ByteBuffer.wrap(new byte[10_000]));
    assertThat(out.write(1000)).isTrue();
    client.takes = Integer.MAX_VALUE;
    assertThat(out.write(1 << 20)).isFalse();
    assertThat(out.isEmpty()).isTrue();
    assertThat(client.taken.size()).isEqualTo(10_000);
  }
}
