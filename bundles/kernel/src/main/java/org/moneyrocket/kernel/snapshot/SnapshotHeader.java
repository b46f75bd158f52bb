// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * What a snapshot file begins with.
 *
 * @param base the block after which the coins are as they are
 * @param coins how many coins follow
 */
public record SnapshotHeader(BlockHash base, long coins) {
  public static final int BYTES = 51;

  private static final Bytes FILE_MAGIC = Bytes.fromHex("7574786fff");
  private static final int VERSION = 2;

  /** Writes the header of a snapshot of the chain with these parameters. */
  public void write(ByteWriter out, ChainParameters params) {
    out.bytes(FILE_MAGIC).u16(VERSION).bytes(params.magic());
    base.write(out);
    out.i64(coins);
  }

  /**
   * Reads a header from the beginning of a file.
   *
   * @throws DecodeException if this is no snapshot for this chain; the message is Bitcoin Core's
   * @throws IOException if the file cannot be read
   */
  public static SnapshotHeader read(InputStream file, ChainParameters params)
      throws IOException, DecodeException {
    byte[] data = file.readNBytes(BYTES);
    ByteReader in = new ByteReader(data);
    if (data.length < FILE_MAGIC.size() || !in.bytes(FILE_MAGIC.size()).equals(FILE_MAGIC)) {
      throw new DecodeException(
          "Invalid UTXO set snapshot magic bytes. Please check if this is indeed a snapshot file or"
              + " if you are using an outdated snapshot format.");
    }
    if (data.length < BYTES) {
      throw new EOFException("end of file in the header of the snapshot");
    }
    int version = in.u16();
    if (version != VERSION) {
      throw new DecodeException(
          "Version of snapshot " + version + " does not match any of the supported versions.");
    }
    Bytes magic = in.bytes(4);
    if (!magic.equals(params.magic())) {
      for (Chain chain : Chain.values()) {
        if (ChainParameters.of(chain).magic().equals(magic)) {
          throw new DecodeException(
              "The network of the snapshot ("
                  + chain.rpcName()
                  + ") does not match the network of this node ("
                  + params.chain().rpcName()
                  + ").");
        }
      }
      throw new DecodeException(
          "This snapshot has been created for an unrecognized network. This could be a custom"
              + " signet, a new testnet or possibly caused by data corruption.");
    }
    return new SnapshotHeader(BlockHash.read(in), in.i64());
  }
}
