// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/**
 * The 80 bytes that are hashed.
 *
 * @param merkleRoot internal byte order
 * @param time Unix seconds, unsigned 32 bits in a long
 * @param bits the target in compact form, unsigned 32 bits in an int
 * @param nonce unsigned 32 bits in an int
 */
public record BlockHeader(
    int version, BlockHash previous, Bytes merkleRoot, long time, int bits, int nonce) {
  public static final int BYTES = 80;

  public BlockHeader {
    if (merkleRoot.size() != 32) {
      throw new IllegalArgumentException("merkle root needs 32 bytes, got " + merkleRoot.size());
    }
    if (time < 0 || time > 0xffffffffL) {
      throw new IllegalArgumentException("block time out of range: " + time);
    }
  }

  public static BlockHeader read(ByteReader in) throws DecodeException {
    return new BlockHeader(
        in.i32(), BlockHash.read(in), in.bytes(32), in.u32(), in.i32(), in.i32());
  }

  public void write(ByteWriter out) {
    out.i32(version);
    previous.write(out);
    out.bytes(merkleRoot).u32(time).i32(bits).i32(nonce);
  }

  public Bytes toBytes() {
    ByteWriter out = new ByteWriter(BYTES);
    write(out);
    return out.toBytes();
  }

  /** Computes the hash of this header: two SHA-256 on each call, keep the result. */
  public BlockHash hash() {
    ByteWriter out = new ByteWriter(BYTES);
    write(out);
    return new BlockHash(Sha256d.of(out.unsafeArray(), 0, BYTES));
  }

  public BlockHeader withNonce(int newNonce) {
    return new BlockHeader(version, previous, merkleRoot, time, bits, newNonce);
  }

  public BlockHeader withMerkleRoot(Bytes newRoot) {
    return new BlockHeader(version, previous, newRoot, time, bits, nonce);
  }

  public BlockHeader withTime(long newTime) {
    return new BlockHeader(version, previous, merkleRoot, newTime, bits, nonce);
  }
}
