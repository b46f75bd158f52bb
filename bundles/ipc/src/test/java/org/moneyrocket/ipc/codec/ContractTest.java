// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.junit.Test;
import org.moneyrocket.interfaces.OneWay;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.ipc.shapes.Everything;
import org.moneyrocket.ipc.shapes.Listener;
import org.moneyrocket.ipc.shapes.RandomValues;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.Loop;
import org.moneyrocket.ipc.wire.MessageLimits;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.testkit.AllocationCheck;

public class ContractTest {
  private static final MessageLimits LIMITS = new MessageLimits(16 << 20, 1 << 20, 64);

  /** What may be allocated for each byte of a frame, whatever is in it. */
  private static final int MULTIPLE = 64;

  /** An array that is trusted to come, lists on the way down, and what a failure says. */
  private static final long FIXED_BYTES = 3 << 20;

  private static final References NONE =
      new References() {
        @Override
        public void write(MessageWriter out, Object value, Contract contract) throws IOException {
          out.putByte(0);
        }

        @Override
        public Object read(MessageReader in, Contract contract)
            throws IOException, DecodeException {
          in.getByte();
          return null;
        }
      };

  @Test
  public void methodsAreNumberedByName() {
    Contract contract = Contract.of(Listener.class);
    assertThat(contract.methodCount()).isEqualTo(2);
    assertThat(contract.method(0).name()).isEqualTo("Listener.happened");
    assertThat(contract.method(1).name()).isEqualTo("Listener.lagged");
    assertThat(contract.method(2)).isNull();
    assertThat(contract.method(-1)).isNull();
    assertThat(contract.oneWay()).isTrue();
    assertThat(Contract.of(Subscription.class).method(0).closes()).isTrue();
  }

  @Test
  public void contractsAreDerivedOnce() {
    assertThat(Contract.of(Shapes.class)).isSameAs(Contract.of(Shapes.class));
    Contract.of(Shapes.class).check();
  }

  public interface TakesObject {
    void take(Object value);
  }

  public interface TakesRawList {
    @SuppressWarnings("rawtypes")
    void take(List value);
  }

  public interface TakesClass {
    void take(StringBuilder value);
  }

  public interface TakesArray {
    void take(int[] value);
  }

  public interface TakesManyMethods {
    void take(CharSequence value);
  }

  public interface TakesVariable {
    <T> void take(T value);
  }

  public static class Closed extends Exception {
    private static final long serialVersionUID = 1L;

    public Closed(int hidden) {
      super("" + hidden);
    }
  }

  public interface ThrowsOddly {
    void take() throws Closed;
  }

  @OneWay
  public interface Answering {
    int event();
  }

  @Test
  public void typesThatCannotCrossAreRefusedByName() {
    Map<Class<?>, String> refused =
        Map.of(
            TakesObject.class, "java.lang.Object cannot cross",
            TakesRawList.class, "java.util.List in TakesRawList.take is not a known type",
            TakesClass.class, "java.lang.StringBuilder cannot cross",
            TakesArray.class, "[I cannot cross",
            TakesManyMethods.class, "java.lang.CharSequence cannot cross",
            TakesVariable.class, "T in TakesVariable.take is not a known type",
            ThrowsOddly.class, "no public constructor with an accessor",
            Answering.class, "Answering.event is one-way");
    refused.forEach(
        (type, message) ->
            assertThatThrownBy(() -> Contract.of(type).check())
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining(message));
    assertThatThrownBy(() -> Contract.of(String.class))
        .isInstanceOf(UnsupportedTypeException.class);
    assertThatThrownBy(() -> Contract.of(BiFunction.class))
        .isInstanceOf(UnsupportedTypeException.class);
  }

  @Test
  public void nestingIsLimited() throws Exception {
    Everything.Tree tree = new Everything.Tree("leaf", List.of());
    for (int i = 0; i < 100; i++) {
      tree = new Everything.Tree("n", List.of(tree));
    }
    Codec<Object> codec = Codecs.of(Shape.of(Everything.Tree.class)).untyped();
    Loop loop = new Loop(null);
    MessageWriter out = new MessageWriter(loop, LIMITS);
    out.begin(Frame.CALL, 0, 1, 1);
    codec.write(out, tree, NONE);
    out.finish(0);
    MessageReader in = new MessageReader(loop, LIMITS);
    assertThat(in.next()).isTrue();
    assertThatThrownBy(() -> codec.read(in, NONE))
        .isInstanceOf(DecodeException.class)
        .hasMessage("values are nested more than 64 deep");
  }

  @Test
  public void randomBytesIntoEveryDecoderNeverDoMoreThanFail() throws Exception {
    RandomValues values = new RandomValues();
    Random random = values.random();
    Contract contract = Contract.of(Shapes.class);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      MethodSpec method = contract.method(random.nextInt(contract.methodCount()));
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        if (random.nextInt(3) > 0) {
          bytes[i] = (byte) random.nextInt(3); // sizes and choices that make sense
        }
      }
      refused += decode(frame(bytes), method, random) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  public void changedBytesIntoEveryDecoderNeverDoMoreThanFail() throws Exception {
    RandomValues values = new RandomValues();
    Random random = values.random();
    Contract contract = Contract.of(Shapes.class);
    MethodSpec method =
        contract.method(contract.indexOf(Shapes.class.getMethod("everything", Everything.class)));
    for (int round = 0; round < 3000; round++) {
      Loop loop = new Loop(null);
      MessageWriter out = new MessageWriter(loop, LIMITS);
      out.begin(Frame.CALL, 0, 1, 1);
      method.writeArguments(out, new Object[] {values.everything()}, NONE);
      out.finish(0);
      byte[] bytes = loop.content();
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
      }
      decode(bytes, method, random);
      out.close();
    }
  }

  private static byte[] frame(byte[] body) {
    byte[] bytes = new byte[16 + body.length];
    bytes[0] = (byte) bytes.length;
    bytes[1] = (byte) (bytes.length >> 8);
    bytes[4] = Frame.CALL;
    System.arraycopy(body, 0, bytes, 16, body.length);
    return bytes;
  }

  /** Decodes, and holds that to what it may allocate. */
  private static boolean decode(byte[] bytes, MethodSpec method, Random random) {
    // Once before: what is used first loads classes.
    AtomicBoolean decoded = new AtomicBoolean(decodeUnchecked(bytes, method, random));
    AllocationCheck.hold(
        method.name(),
        bytes.length,
        MULTIPLE,
        FIXED_BYTES,
        () -> decoded.set(decodeUnchecked(bytes, method, random)));
    return decoded.get();
  }

  private static boolean decodeUnchecked(byte[] bytes, MethodSpec method, Random random) {
    MessageReader in = new MessageReader(new Loop(bytes, random), LIMITS);
    try {
      while (in.next()) {
        try {
          method.readArguments(in, NONE);
          in.expectEnd();
        } catch (DecodeException e) {
          assertThat(e.getMessage()).isNotEmpty();
          in.skip();
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotEmpty();
      return false;
    } finally {
      in.close();
    }
  }
}
