// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** A message of the peer protocol. Bytes behind what a message needs are passed over. */
public sealed interface Message
    permits Addr,
        AddrV2,
        BlockMessage,
        FeeFilter,
        GetAddr,
        GetBlocks,
        GetData,
        GetHeaders,
        Headers,
        Inv,
        MempoolRequest,
        NotFound,
        Ping,
        Pong,
        RawMessage,
        SendAddrV2,
        SendCmpct,
        SendHeaders,
        TxMessage,
        Verack,
        Version,
        WtxidRelay {
  /** The protocol version we speak. */
  int PROTOCOL_VERSION = 70017;

  /** Returns the name on the wire: 1 to 12 printable characters. */
  String type();

  /** Writes the payload. */
  void write(ByteWriter out);

  /** Returns the payload. */
  default Bytes toBytes() {
    ByteWriter out = new ByteWriter();
    write(out);
    return out.toBytes();
  }

  /**
   * Reads a payload.
   *
   * @return null if {@code type} is no message we know
   */
  static @Nullable Message read(String type, ByteReader in) throws DecodeException {
    return switch (type) {
      case Verack.TYPE -> new Verack();
      case WtxidRelay.TYPE -> new WtxidRelay();
      case SendAddrV2.TYPE -> new SendAddrV2();
      case SendHeaders.TYPE -> new SendHeaders();
      case GetAddr.TYPE -> new GetAddr();
      case MempoolRequest.TYPE -> new MempoolRequest();
      case Ping.TYPE -> Ping.read(in);
      case Pong.TYPE -> Pong.read(in);
      case FeeFilter.TYPE -> FeeFilter.read(in);
      case SendCmpct.TYPE -> SendCmpct.read(in);
      case Version.TYPE -> Version.read(in);
      case Addr.TYPE -> Addr.read(in);
      case AddrV2.TYPE -> AddrV2.read(in);
      case Inv.TYPE -> Inv.read(in);
      case GetData.TYPE -> GetData.read(in);
      case NotFound.TYPE -> NotFound.read(in);
      case GetHeaders.TYPE -> GetHeaders.read(in);
      case GetBlocks.TYPE -> GetBlocks.read(in);
      case Headers.TYPE -> Headers.read(in);
      case TxMessage.TYPE -> TxMessage.read(in);
      case BlockMessage.TYPE -> BlockMessage.read(in);
      default -> null;
    };
  }
}
