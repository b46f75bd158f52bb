// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.ipc.shapes.RandomValues;
import org.moneyrocket.primitives.DecodeException;

public class MessageTest {
  private static final MessageLimits LIMITS = new MessageLimits(64 << 20, 1 << 20, 64);

  /** One value that can be written and must be read again. */
  private interface Step {
    void write(MessageWriter out) throws IOException;

    default void read(MessageReader in) throws IOException, DecodeException {}
  }

  private static Step step(RandomValues values) {
    Random random = values.random();
    switch (random.nextInt(7)) {
      case 0:
        int i = random.nextInt();
        return new Step() {
          @Override
          public void write(MessageWriter out) throws IOException {
            out.putInt(i);
          }

          @Override
          public void read(MessageReader in) throws IOException, DecodeException {
            assertThat(in.getInt()).isEqualTo(i);
          }
        };
      case 1:
        long l = random.nextLong();
        return new Step() {
          @Override
          public void write(MessageWriter out) throws IOException {
            out.putLong(l);
          }

          @Override
          public void read(MessageReader in) throws IOException, DecodeException {
            assertThat(in.getLong()).isEqualTo(l);
          }
        };
      case 2:
        boolean b = random.nextBoolean();
        return new Step() {
          @Override
          public void write(MessageWriter out) throws IOException {
            out.putBoolean(b);
          }

          @Override
          public void read(MessageReader in) throws IOException, DecodeException {
            assertThat(in.getBoolean()).isEqualTo(b);
          }
        };
      case 3:
        short s = (short) random.nextInt();
        return new Step() {
          @Override
          public void write(MessageWriter out) throws IOException {
            out.putShort(s);
          }

          @Override
          public void read(MessageReader in) throws IOException, DecodeException {
            assertThat(in.getShort()).isEqualTo(s);
          }
        };
      case 4:
        String text = values.text();
        return new Step() {
          @Override
          public void write(MessageWriter out) throws IOException {
            out.putString(text);
          }

          @Override
          public void read(MessageReader in) throws IOException, DecodeException {
            assertThat(in.getString()).isEqualTo(text);
          }
        };
      case 5:
        double d = random.nextDouble();
        return new Step() {
          @Override
          public void write(MessageWriter out) throws IOException {
            out.putDouble(d);
          }

          @Override
          public void read(MessageReader in) throws IOException, DecodeException {
            assertThat(in.getDouble()).isEqualTo(d);
          }
        };
      default:
        byte[] array = values.array();
        return new Step() {
          @Override
          public void write(MessageWriter out) throws IOException {
            out.putBytes(array);
          }

          @Override
          public void read(MessageReader in) throws IOException, DecodeException {
            assertThat(in.getBytes()).isEqualTo(array);
          }
        };
    }
  }

  @Test
  public void everythingComesBackWhateverTheSizeOfThePieces() throws Exception {
    RandomValues values = new RandomValues();
    Loop loop = new Loop(values.random());
    try (MessageWriter out = new MessageWriter(loop, LIMITS);
        MessageReader in = new MessageReader(loop, LIMITS)) {
      for (int round = 0; round < 200; round++) {
        List<List<Step>> messages = new ArrayList<>();
        // Several messages at once: what follows a message must be kept for the next.
        for (int m = 1 + values.random().nextInt(3); m > 0; m--) {
          List<Step> steps = new ArrayList<>();
          for (int i = values.random().nextInt(200); i > 0; i--) {
            steps.add(step(values));
          }
          messages.add(steps);
        }
        int call = 0;
        for (List<Step> steps : messages) {
          out.begin(Frame.CALL, 0xfffe, ++call, -2);
          for (Step step : steps) {
            step.write(out);
          }
          out.finish(Frame.LAST);
        }
        call = 0;
        for (List<Step> steps : messages) {
          assertThat(in.next()).isTrue();
          assertThat(in.kind()).isEqualTo(Frame.CALL);
          assertThat(in.method()).isEqualTo(0xfffe);
          assertThat(in.call()).isEqualTo(++call);
          assertThat(in.object()).isEqualTo(-2);
          if (values.random().nextInt(5) == 0) {
            in.skip();
            continue;
          }
          for (Step step : steps) {
            step.read(in);
          }
          in.expectEnd();
          assertThat(in.flags() & Frame.LAST).isEqualTo(Frame.LAST);
        }
      }
      assertThat(in.next()).isFalse();
    }
  }

  @Test
  public void aMessageThatIsBrokenOffIsForgotten() throws Exception {
    Loop loop = new Loop(null);
    MessageWriter out = new MessageWriter(loop, LIMITS);
    MessageReader in = new MessageReader(loop, LIMITS);
    out.begin(Frame.CALL, 1, 1, 1);
    out.putBytes(new byte[100_000]);
    out.putInt(7);
    out.abort();
    out.begin(Frame.CALL, 2, 2, 2);
    out.putInt(8);
    out.abort(); // nothing of it was sent
    out.begin(Frame.CALL, 3, 3, 3);
    out.putInt(9);
    out.finish(0);
    assertThat(in.next()).isTrue();
    assertThat(in.call()).isEqualTo(1);
    assertThat(in.getBytes()).hasSize(100_000);
    assertThatThrownBy(in::getInt)
        .isInstanceOf(DecodeException.class)
        .hasMessage("sender broke the message off");
    in.skip();
    assertThat(in.flags() & Frame.ABORT).isEqualTo(Frame.ABORT);
    assertThat(in.next()).isTrue();
    assertThat(in.call()).isEqualTo(3);
    assertThat(in.getInt()).isEqualTo(9);
    in.expectEnd();
  }

  @Test
  public void limitsHoldForTheWriter() throws Exception {
    MessageWriter out = new MessageWriter(new Loop(null), new MessageLimits(100_000, 10, 4));
    out.begin(Frame.CALL, 0, 1, 1);
    assertThatThrownBy(() -> out.putCount(11))
        .isInstanceOf(LimitException.class)
        .hasMessage("collection of 11 elements, limit 10");
    assertThatThrownBy(() -> out.putBytes(new byte[100_001]))
        .isInstanceOf(LimitException.class)
        .hasMessage("message is larger than 100000 bytes");
    out.begin(Frame.CALL, 0, 1, 1);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                out.putLong(i);
              }
            })
        .isInstanceOf(LimitException.class);
  }

  @Test
  public void sizesAreCheckedBeforeAnythingIsAllocated() throws Exception {
    MessageReader in = message(out -> out.putInt(Integer.MAX_VALUE));
    assertThatThrownBy(in::getBytes)
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("array of 2147483647 bytes");
    MessageReader negative = message(out -> out.putInt(-1));
    assertThatThrownBy(negative::getBytes).isInstanceOf(DecodeException.class);
    MessageReader count = message(out -> out.putInt(2 << 20));
    assertThatThrownBy(count::getCount)
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("collection of 2097152");
    MessageReader shortArray = message(out -> out.putInt(60_000_000));
    assertThatThrownBy(shortArray::getBytes)
        .isInstanceOf(DecodeException.class)
        .hasMessage("message ends inside a value");
  }

  private interface Body {
    void write(MessageWriter out) throws IOException;
  }

  private static MessageReader message(Body body) throws IOException {
    Loop loop = new Loop(null);
    MessageWriter out = new MessageWriter(loop, LIMITS);
    out.begin(Frame.CALL, 0, 1, 1);
    body.write(out);
    out.finish(0);
    MessageReader in = new MessageReader(loop, LIMITS);
    assertThat(in.next()).isTrue();
    return in;
  }

  @Test
  public void secretsLeaveNoTraceInTheBuffers() throws Exception {
    Loop loop = new Loop(null);
    MessageWriter out = new MessageWriter(loop, LIMITS);
    byte[] secret =
        "correct horse battery staple".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    out.begin(Frame.CALL, 0, 1, 1);
    out.putSecret(secret);
    out.putInt(5);
    out.finish(0);
    MessageReader in = new MessageReader(loop, LIMITS);
    assertThat(in.next()).isTrue();
    assertThat(in.getSecret()).isEqualTo(secret);
    assertThat(in.getInt()).isEqualTo(5);
    assertThat(bufferOf(out, MessageWriter.class)).doesNotContain("horse");
    assertThat(bufferOf(in, MessageReader.class)).doesNotContain("horse");
  }

  private static String bufferOf(Object owner, Class<?> type) throws ReflectiveOperationException {
    var field = type.getDeclaredField("buffer");
    field.setAccessible(true);
    var segment = (java.lang.foreign.MemorySegment) field.get(owner);
    return new String(
        segment.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  public void randomBytesNeverDoMoreThanFail() {
    RandomValues values = new RandomValues();
    Random random = values.random();
    int whole = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (bytes.length >= 16 && random.nextBoolean()) {
        // A plausible length, so that it gets past the first check.
        bytes[0] = (byte) (16 + random.nextInt(200));
        bytes[1] = 0;
        bytes[2] = 0;
        bytes[3] = 0;
      }
      MessageReader in = new MessageReader(new Loop(bytes, random), LIMITS);
      try {
        while (in.next()) {
          whole++;
          readAnything(in, random);
        }
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } finally {
        in.close();
      }
    }
    assertThat(whole).isGreaterThan(1000);
  }

  private static void readAnything(MessageReader in, Random random) throws IOException {
    try {
      for (int i = random.nextInt(10); i > 0; i--) {
        switch (random.nextInt(6)) {
          case 0 -> in.getBytes();
          case 1 -> in.getString();
          case 2 -> in.getCount();
          case 3 -> in.getBoolean();
          case 4 -> in.getLong();
          default -> in.getByte();
        }
      }
      in.expectEnd();
    } catch (DecodeException e) {
      assertThat(e.getMessage()).isNotEmpty();
      in.skip();
    }
  }
}
