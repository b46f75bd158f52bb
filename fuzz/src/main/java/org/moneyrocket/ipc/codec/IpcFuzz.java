// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.ChainListener;
import org.moneyrocket.interfaces.chain.ScanListener;
import org.moneyrocket.interfaces.mining.BlockTemplate;
import org.moneyrocket.interfaces.mining.Mining;
import org.moneyrocket.interfaces.node.Node;
import org.moneyrocket.interfaces.node.NodeListener;
import org.moneyrocket.interfaces.process.Connections;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.wallet.Wallet;
import org.moneyrocket.interfaces.wallet.WalletListener;
import org.moneyrocket.interfaces.wallet.WalletLoader;
import org.moneyrocket.ipc.connection.ControlFuzz;
import org.moneyrocket.ipc.wire.MessageLimits;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Frames of a call lane, with the arguments, results and exceptions of every contract in them. */
public final class IpcFuzz {
  private static final MessageLimits LIMITS = new MessageLimits(16 << 20, 1 << 20, 64);
  private static final List<Class<?>> CONTRACTS =
      List.of(
          Chain.class,
          ChainListener.class,
          ScanListener.class,
          Mining.class,
          BlockTemplate.class,
          Node.class,
          NodeListener.class,
          Connections.class,
          ProcessControl.class,
          RpcModule.class,
          Wallet.class,
          WalletListener.class,
          WalletLoader.class);

  /** Objects of the other side are numbers that are read and forgotten. */
  private static final References NONE =
      new References() {
        @Override
        public void write(MessageWriter out, @Nullable Object value, Contract contract)
            throws IOException {
          out.putInt(0);
        }

        @Override
        public @Nullable Object read(MessageReader in, Contract contract)
            throws IOException, DecodeException {
          in.getInt();
          return null;
        }
      };

  private IpcFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FuzzInput in = new FuzzInput(data);
    switch (in.choose(6)) {
      case 0 -> lane(in.rest());
      case 1 -> ControlFuzz.fuzz(in.rest());
      default -> {
        Contract contract = Contract.of(CONTRACTS.get(in.choose(CONTRACTS.size())));
        int number = in.choose(contract.methodCount());
        int part = in.choose(3);
        byte[] body = in.rest();
        ByteWriter frame = new ByteWriter();
        frame.i32(16 + body.length).u8(1).u8(0).u16(number).i32(1).i32(1).bytes(body);
        value(Objects.requireNonNull(contract.method(number)), part, frame.toArray());
      }
    }
  }

  private static void value(MethodSpec method, int part, byte[] frame) throws IOException {
    MessageReader in = new MessageReader(new ByteLane(frame), LIMITS);
    try {
      Check.that(in.next(), "there is a frame");
      switch (part) {
        case 0 -> {
          Object[] values = method.readArguments(in, NONE);
          in.expectEnd();
          if (!hasNull(values)) {
            written(out -> method.writeArguments(out, values, NONE));
          }
        }
        case 1 -> {
          Object value = method.readResult(in, NONE);
          in.expectEnd();
          if (value != null) {
            written(out -> method.writeResult(out, value, NONE));
          }
        }
        default -> {
          method.readThrown(in, NONE);
          in.expectEnd();
        }
      }
    } catch (DecodeException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    } finally {
      in.close();
    }
  }

  private static boolean hasNull(Object[] values) {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  private interface Body {
    void write(MessageWriter out) throws IOException;
  }

  /** What was read can be written. */
  private static void written(Body body) throws IOException {
    ByteLane lane = new ByteLane(new byte[0]);
    try (MessageWriter out = new MessageWriter(lane, LIMITS)) {
      out.begin((byte) 1, 0, 1, 1);
      body.write(out);
      out.finish(0);
    }
    Check.that(lane.sent().length >= 16, "a frame was sent");
  }

  private static void lane(byte[] stream) {
    MessageReader in = new MessageReader(new ByteLane(stream), LIMITS);
    try {
      while (in.next()) {
        try {
          switch (in.kind() & 7) {
            case 0 -> in.getBytes();
            case 1 -> in.getString();
            case 2 -> in.getCount();
            case 3 -> in.getLong();
            case 4 -> in.getDouble();
            case 5 -> in.getBoolean();
            case 6 -> in.getSecret();
            default -> in.getShort();
          }
          in.expectEnd();
        } catch (DecodeException e) {
          in.skip();
        }
      }
    } catch (IOException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    } finally {
      in.close();
    }
  }
}
