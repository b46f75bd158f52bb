// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.nio.ByteBuffer;
import java.util.List;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** What peers send: messages of every type, and the frames around them. */
public final class MessageFuzz {
  private static final Bytes MAGIC = ChainParameters.of(Chain.REGTEST).magic();

  // Types we do not know yet are among them, so that the fuzzer covers them once they are there.
  private static final List<String> TYPES =
      List.of(
          "version",
          "verack",
          "addr",
          "addrv2",
          "sendaddrv2",
          "wtxidrelay",
          "inv",
          "getdata",
          "notfound",
          "getheaders",
          "getblocks",
          "headers",
          "sendheaders",
          "getaddr",
          "mempool",
          "ping",
          "pong",
          "feefilter",
          "tx",
          "block",
          "sendcmpct",
          "cmpctblock",
          "getblocktxn",
          "blocktxn",
          "merkleblock",
          "filterload",
          "filteradd",
          "filterclear",
          "getcfilters",
          "cfilter",
          "getcfheaders",
          "cfheaders",
          "getcfcheckpt",
          "cfcheckpt",
          "sendtxrcncl");

  private MessageFuzz() {}

  /** Returns what reads each type of message. */
  public static List<Decoder> decoders() {
    return TYPES.stream()
        .map(
            type ->
                new Decoder(
                    type + " message", 64, input -> Message.read(type, new ByteReader(input))))
        .toList();
  }

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    switch (in.choose(4)) {
      case 0, 1 -> message(TYPES.get(in.choose(TYPES.size())), in.rest());
      case 2 -> frames(in.rest());
      default -> addresses(in.restText());
    }
  }

  private static void message(String type, byte[] payload) {
    Message message;
    try {
      message = Message.read(type, new ByteReader(payload));
    } catch (DecodeException e) {
      return;
    }
    if (message == null) {
      return;
    }
    Check.same(message.type(), type, "type of a message");
    Bytes bytes = message.toBytes();
    try {
      Message again = Message.read(type, new ByteReader(bytes));
      if (again != null) {
        Check.same(again.toBytes(), bytes, type + " written twice");
      }
    } catch (DecodeException e) {
      // Not read back: transactions without inputs, and user agents that are no UTF-8, in which
      // each bad byte has become a character of three.
      Check.that(List.of("tx", "block", "version").contains(type), type + ": " + e.getMessage());
    }
    Check.that(!String.valueOf(message).isEmpty(), "a message has a text");
  }

  private static void frames(byte[] stream) {
    V1Framing frames = new V1Framing(MAGIC, new TypeNames(TYPES), 1);
    ByteBuffer in = ByteBuffer.wrap(stream);
    long read = 0;
    try {
      while (true) {
        Frame frame = frames.read(in, () -> 7, Framing.Room.ENDLESS);
        if (frame == null) {
          break;
        }
        read += frame.wireSize();
        Check.that(frame.payload().size() <= V1Framing.MAX_PAYLOAD, "size of a payload");
        byte[] again = frames.encode(frame.type(), frame.payload());
        Check.same(again.length, frame.wireSize(), "size of a frame");
        message(frame.type(), frame.payload().toArray());
      }
      read += frames.takeRejectedBytes();
      Check.that(!in.hasRemaining(), "all is read");
      Check.that(
          frames.insideFrame() ? read < stream.length : read == stream.length,
          "bytes accounted for");
    } catch (FrameException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }

  private static void addresses(String text) {
    NetAddress.parse(text, 8333, NameLookup.NONE)
        .ifPresent(
            address -> {
              Check.same(
                  NetAddress.parse(address.toString(), 1, NameLookup.NONE).orElse(null),
                  address,
                  "address written and read");
              address.toPeerAddress(0);
            });
    org.moneyrocket.node.peer.PermissionFuzz.fuzz(text);
  }
}
