// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.shapes.Colour;
import org.moneyrocket.ipc.shapes.Everything;
import org.moneyrocket.ipc.shapes.Outcome;
import org.moneyrocket.ipc.shapes.RandomValues;
import org.moneyrocket.ipc.shapes.Shape;
import org.moneyrocket.ipc.shapes.ShapeException;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/** Values of every type that crosses, there and back, and exceptions. */
public class ShapesTest {
  private Pair pair;
  private Shapes shapes;

  @Before
  public void connect() throws Exception {
    pair = new Pair();
    shapes = pair.offer(Shapes.class, new ShapesService());
  }

  @After
  public void disconnect() {
    pair.close();
  }

  @Test
  public void scalarsComeBack() {
    shapes.nothing();
    assertThat(shapes.add(Integer.MAX_VALUE, Integer.MIN_VALUE)).isEqualTo(-1);
    assertThat(shapes.addLong(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(-1);
    assertThat(shapes.not(true)).isFalse();
    assertThat(shapes.half(5)).isEqualTo(2.5);
    assertThat(shapes.colour(Colour.GREEN)).isSameAs(Colour.GREEN);
  }

  @Test
  public void textsComeBack() {
    for (String text :
        List.of("", "a", "plain", "grün ₿ 𝄞", "x".repeat(300), "ü".repeat(100_000))) {
      assertThat(shapes.text(text)).isEqualTo(text);
    }
  }

  @Test
  public void arraysOfAllSizesComeBack() {
    RandomValues values = new RandomValues();
    for (int size :
        new int[] {0, 1, 8_100, 8_172, 8_173, 16_000, 16_384, 65_536, 100_000, 1 << 20, 5 << 20}) {
      byte[] array = new byte[size];
      values.random().nextBytes(array);
      assertThat(Arrays.equals(shapes.array(array), array)).as("size " + size).isTrue();
      assertThat(shapes.bytes(Bytes.of(array)).equals(Bytes.of(array))).isTrue();
    }
  }

  @Test
  public void recordsOfRandomValuesComeBack() {
    RandomValues values = new RandomValues();
    for (int i = 0; i < 300; i++) {
      Everything value = values.everything();
      assertThat(shapes.everything(value)).isEqualTo(value);
    }
  }

  @Test
  public void largeListsOfRecordsComeBack() {
    RandomValues values = new RandomValues();
    List<Everything> list = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      list.add(values.everything());
    }
    assertThat(shapes.list(list)).isEqualTo(list);
  }

  @Test
  public void emptyOnesStayEmpty() {
    assertThat(shapes.bytes(Bytes.EMPTY)).isEqualTo(Bytes.EMPTY);
    assertThat(shapes.list(List.of())).isEmpty();
    assertThat(shapes.map(Map.of())).isEmpty();
    assertThat(shapes.set(Set.of())).isEmpty();
    assertThat(shapes.optional(Optional.empty())).isEmpty();
    assertThat(shapes.nullable(null)).isNull();
    assertThat(shapes.nullable("here")).isEqualTo("here");
    assertThat(shapes.outcome(new Outcome.Good<>(List.of("a"))))
        .isEqualTo(new Outcome.Good<>(List.of("a")));
    assertThat(shapes.outcome(new Outcome.Bad<>("b"))).isEqualTo(new Outcome.Bad<>("b"));
  }

  @Test
  public void valuesWithASerializationOfTheirOwnComeBack() {
    Transaction tx =
        new Transaction(
            2,
            List.of(
                new TxIn(
                    new OutPoint(new Txid(Bytes.wrap(new byte[32])), 7),
                    Bytes.EMPTY,
                    -1,
                    List.of())),
            List.of(new TxOut(5, Bytes.fromHex("51"))),
            9);
    assertThat(shapes.transaction(tx)).isEqualTo(tx);
  }

  @Test
  public void nullIsRefusedWhereItIsNotDeclared() {
    assertThatThrownBy(() -> shapes.text(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("argument 1 of Shapes.text is null");
    assertThatThrownBy(() -> shapes.shape(new Shape.Circle(null, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("centre of a Circle is null");
    List<Shape> parts = new ArrayList<>();
    parts.add(null);
    assertThatThrownBy(() -> shapes.shape(new Shape.Group("g", parts)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(shapes.add(1, 1)).isEqualTo(2);
  }

  @Test
  public void aRequestThatFailsInTheMiddleLeavesTheLaneInStep() {
    List<Everything> list = new ArrayList<>();
    RandomValues values = new RandomValues();
    for (int i = 0; i < 500; i++) {
      list.add(values.everything());
    }
    list.add(null);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> shapes.list(list)).isInstanceOf(IllegalArgumentException.class);
      assertThat(shapes.add(i, 1)).isEqualTo(i + 1);
    }
  }

  @Test
  public void declaredExceptionsKeepTypeAndFields() {
    assertThatThrownBy(() -> shapes.fail("declared"))
        .isInstanceOfSatisfying(
            ShapeException.class,
            e -> {
              assertThat(e).hasMessage("bent");
              assertThat(e.getColour()).isEqualTo(Colour.GREEN);
              assertThat(e.shapes()).containsExactly(new Shape.Point(1, 2));
              assertThat(e.getStackTrace()).anyMatch(f -> f.getMethodName().contains("Exceptions"));
            });
    assertThatThrownBy(() -> shapes.fail("platform"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThatThrownBy(() -> shapes.fail("subclass"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("gone");
  }

  @Test
  public void otherExceptionsArriveWithClassNameAndMessageOnly() {
    assertThatThrownBy(() -> shapes.fail("undeclared"))
        .isInstanceOfSatisfying(
            RemoteCallException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.FAILED);
              assertThat(e.getType()).isEqualTo(org.osgi.framework.ServiceException.REMOTE);
              assertThat(e.remoteType()).isEqualTo("java.lang.IllegalStateException");
              assertThat(e).hasMessage("java.lang.IllegalStateException: not so").hasNoCause();
            });
    assertThatThrownBy(() -> shapes.fail("error"))
        .hasMessage("java.lang.AssertionError: this is a test");
    assertThatThrownBy(() -> shapes.fail("silent")).hasMessage("java.lang.IllegalStateException");
    assertThat(shapes.add(1, 1)).isEqualTo(2);
  }

  @Test
  public void exceptionsInNestedCallsAreWrappedOnce() {
    assertThatThrownBy(
            () ->
                shapes.callBack(
                    n -> {
                      throw new IllegalStateException("inner");
                    },
                    1))
        .isInstanceOf(RemoteCallException.class)
        .hasMessage("java.lang.IllegalStateException: inner");
  }

  @Test
  public void countsCallsTimesAndBytes() {
    shapes.add(1, 2);
    shapes.add(1, 2);
    CallStats.MethodStats out =
        pair.client.statistics().calls().stream()
            .filter(m -> m.method().equals("add"))
            .findFirst()
            .orElseThrow();
    assertThat(out.outgoing()).isTrue();
    assertThat(out.count()).isEqualTo(2);
    assertThat(out.bytesOut()).isEqualTo(2 * 24);
    assertThat(out.bytesIn()).isEqualTo(2 * 20);
    assertThat(out.nanos()).isPositive();
    assertThat(pair.server.statistics().calls())
        .anySatisfy(
            m -> {
              assertThat(m.method()).isEqualTo("add");
              assertThat(m.outgoing()).isFalse();
            });
  }
}
