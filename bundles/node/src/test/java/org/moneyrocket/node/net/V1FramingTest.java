// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;

public class V1FramingTest {
  private static final Bytes MAGIC = Bytes.fromHex("f9beb4d9");
  private static final TypeNames NAMES = new TypeNames(Set.of("ping", "block", "sendheaders"));

  private final V1Framing framing = new V1Framing(MAGIC, NAMES, 7);

  /** Room that can be taken away, and that counts. */
  private static final class Counted implements Framing.Room {
    long taken;
    boolean open = true;

    @Override
    public boolean take(long bytes) {
      taken += open ? bytes : 0;
      return open;
    }

    @Override
    public void give(long bytes) {
      taken -= bytes;
    }
  }

  private static Bytes payload(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private List<Frame> read(ByteBuffer in, Framing.Room room) throws FrameException {
    List<Frame> frames = new ArrayList<>();
    for (Frame f = framing.read(in, () -> 5, room); f != null; ) {
      frames.add(f);
      f = framing.read(in, () -> 5, room);
    }
    return frames;
  }

  @Test
  public void findsFramesHoweverTheyArriveAndCountsWhatTheyHold() throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(framing.encode("sendheaders", Bytes.EMPTY));
    stream.writeBytes(framing.encode("block", payload(300_000)));
    stream.writeBytes(framing.encode("quirk", payload(3)));
    long seed = System.nanoTime();
    System.out.println("V1FramingTest seed " + seed);
    Random random = new Random(seed);
    Counted room = new Counted();
    List<Frame> frames = new ArrayList<>();
    byte[] all = stream.toByteArray();
    for (int at = 0; at < all.length; ) {
      int count = Math.min(all.length - at, 1 + random.nextInt(50_000));
      frames.addAll(read(ByteBuffer.wrap(all, at, count), room));
      at += count;
    }

    assertThat(frames).extracting(Frame::type).containsExactly("sendheaders", "block", "quirk");
    assertThat(frames.get(1).payload()).isEqualTo(payload(300_000));
    assertThat(frames.get(1).wireSize()).isEqualTo(300_024);
    assertThat(room.taken).isEqualTo(frames.stream().mapToLong(Frame::heapBytes).sum());
    assertThat(framing.insideFrame()).isFalse();
  }

  @Test
  public void aLengthThatIsOnlyAnnouncedTakesNoMemory() throws Exception {
    byte[] frame = framing.encode("block", payload(3_000_000));
    Counted room = new Counted();

    assertThat(framing.read(ByteBuffer.wrap(frame, 0, 24), () -> 5, room)).isNull();

    assertThat(room.taken).isLessThan(4096);
  }

  @Test
  public void stopsWhereThereIsNoRoomAndGoesOnThere() throws Exception {
    ByteBuffer in = ByteBuffer.wrap(framing.encode("block", payload(5000)));
    Counted room = new Counted();
    room.open = false;

    assertThat(framing.read(in, () -> 5, room)).isNull();
    assertThat(in.remaining()).isEqualTo(5000);
    assertThat(room.taken).isZero();

    room.open = true;
    Frame frame = framing.read(in, () -> 5, room);
    assertThat(frame).isNotNull();
    assertThat(frame.payload()).isEqualTo(payload(5000));
  }

  @Test
  public void whatIsBrokenInItselfIsPassedOverAndHoldsNothing() throws Exception {
    byte[] sum = framing.encode("block", payload(100));
    sum[20] ^= 1;
    byte[] type = framing.encode("block", payload(100));
    type[4 + 11] = 'x';
    Counted room = new Counted();
    ByteBuffer in = ByteBuffer.allocate(1000).put(sum).put(type);
    in.put(framing.encode("ping", payload(8))).flip();

    List<Frame> frames = read(in, room);

    assertThat(frames).extracting(Frame::type).containsExactly("ping");
    assertThat(framing.takeRejectedBytes()).isEqualTo(248);
    assertThat(framing.takeRejectedBytes()).isZero();
    assertThat(room.taken).isEqualTo(frames.get(0).heapBytes());
  }

  @Test
  public void anotherNetworkAndTooMuchEndTheConnection() {
    byte[] other = new V1Framing(Bytes.fromHex("0b110907"), NAMES, 1).encode("ping", payload(8));
    assertThatThrownBy(() -> framing.read(ByteBuffer.wrap(other), () -> 5, Framing.Room.ENDLESS))
        .isInstanceOf(FrameException.class)
        .hasMessage("Header error: Wrong MessageStart 0b110907 received, peer=7");

    byte[] large = new V1Framing(MAGIC, NAMES, 8).encode("ping", payload(8));
    large[19] = 1;
    V1Framing fresh = new V1Framing(MAGIC, NAMES, 8);
    assertThatThrownBy(() -> fresh.read(ByteBuffer.wrap(large), () -> 5, Framing.Room.ENDLESS))
        .isInstanceOf(FrameException.class)
        .hasMessage("Header error: Size too large (ping, 16777224 bytes), peer=8");
  }

  @Test
  public void knownTypesAreNotMadeAnew() throws Exception {
    TypeNames names = new TypeNames(Set.of("ping"));
    byte[] header = framing.encode("ping", Bytes.EMPTY);
    String first = names.find(header, 4);

    assertThat(names.find(header, 4)).isSameAs(first).isEqualTo("ping");
    assertThat(names.find(framing.encode("pings", Bytes.EMPTY), 4)).isNull();
    assertThat(names.find(framing.encode("pin", Bytes.EMPTY), 4)).isNull();
  }
}
