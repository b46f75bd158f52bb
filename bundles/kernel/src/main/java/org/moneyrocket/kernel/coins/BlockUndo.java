// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * The coins a block spent.
 *
 * @param transactions one entry for each transaction but the coinbase, in block order
 */
public record BlockUndo(List<TxUndo> transactions) {
  public static final BlockUndo EMPTY = new BlockUndo(List.of());

  private static final int MIN_COIN_BYTES = 3;

  public BlockUndo {
    transactions = List.copyOf(transactions);
  }

  /**
   * The coins a transaction spent.
   *
   * @param spent one coin for each input, in order. A coin of height 0 comes from undo data of very
   *     old versions: height and coinbase mark are unknown
   */
  public record TxUndo(List<Coin> spent) {
    public TxUndo {
      spent = List.copyOf(spent);
    }
  }

  public void write(ByteWriter out) {
    out.compactSize(transactions.size());
    for (TxUndo tx : transactions) {
      out.compactSize(tx.spent().size());
      for (Coin coin : tx.spent()) {
        VarInt.write(out, Integer.toUnsignedLong(CoinCodec.code(coin)));
        if (coin.height() > 0) {
          // Once the transaction version; kept so that all versions read the same bytes.
          out.u8(0);
        }
        CoinCodec.writeOutput(out, coin.output());
      }
    }
  }

  public static BlockUndo read(ByteReader in) throws DecodeException {
    int count = in.count(1);
    List<TxUndo> transactions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int inputs = in.count(MIN_COIN_BYTES);
      List<Coin> spent = new ArrayList<>(inputs);
      for (int j = 0; j < inputs; j++) {
        spent.add(readCoin(in));
      }
      transactions.add(new TxUndo(spent));
    }
    return new BlockUndo(transactions);
  }

  private static Coin readCoin(ByteReader in) throws DecodeException {
    long code = VarInt.read(in);
    if (code < 0 || code > 0xffffffffL) {
      throw new DecodeException("height of a spent coin out of range");
    }
    int height = (int) (code >>> 1);
    if (height > 0) {
      VarInt.read(in);
    }
    return new Coin(CoinCodec.readOutput(in), height, (code & 1) != 0);
  }
}
