// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** Builds the first block of each chain from its message and key. */
final class GenesisBlocks {
  private static final long REWARD = 50 * Amount.COIN;
  private static final int OP_PUSHDATA1 = 0x4c;
  private static final int OP_CHECKSIG = 0xac;

  private static final String TIMES =
      "The Times 03/Jan/2009 Chancellor on brink of second bailout for banks";
  private static final String TESTNET4 =
      "03/May/2024 000000000000000000001ebd58c244970b3aa9d783bb001011fbe8ea8e98e00e";
  private static final Bytes SATOSHI_KEY =
      Bytes.fromHex(
          "04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6"
              + "49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f");

  private GenesisBlocks() {}

  static Block satoshi(long time, int nonce, int bits) {
    return block(TIMES, SATOSHI_KEY, time, nonce, bits);
  }

  static Block testnet4() {
    return block(TESTNET4, Bytes.wrap(new byte[33]), 1714777860, 393743547, 0x1d00ffff);
  }

  private static Block block(String message, Bytes key, long time, int nonce, int bits) {
    byte[] text = message.getBytes(StandardCharsets.US_ASCII);
    // 4 is pushed as a byte, not as OP_4; the bits pushed are main's, whatever the chain.
    ByteWriter scriptSig = new ByteWriter();
    scriptSig.u8(4).i32(0x1d00ffff).u8(1).u8(4);
    if (text.length >= OP_PUSHDATA1) {
      scriptSig.u8(OP_PUSHDATA1);
    }
    scriptSig.u8(text.length).bytes(text);
    ByteWriter script = new ByteWriter();
    script.u8(key.size()).bytes(key).u8(OP_CHECKSIG);
    Transaction coinbase =
        new Transaction(
            1,
            List.of(new TxIn(OutPoint.NULL, scriptSig.toBytes(), TxIn.SEQUENCE_FINAL)),
            List.of(new TxOut(REWARD, script.toBytes())),
            0);
    BlockHeader header =
        new BlockHeader(1, BlockHash.ZERO, coinbase.txid().hash(), time, bits, nonce);
    return new Block(header, List.of(coinbase));
  }
}
