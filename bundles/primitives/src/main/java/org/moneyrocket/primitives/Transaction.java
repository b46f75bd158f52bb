// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.util.ArrayList;
import java.util.List;

/**
 * A transaction with its witness (BIP144). Immutable; sizes and identifiers are computed once.
 * Equal when the full serialization is equal.
 */
public final class Transaction {
  /** Weight of a byte outside the witness (BIP141). */
  public static final int WITNESS_SCALE_FACTOR = 4;

  private static final int MIN_INPUT_BYTES = 41;
  private static final int MIN_OUTPUT_BYTES = 9;

  private final int version;
  private final List<TxIn> inputs;
  private final List<TxOut> outputs;
  private final int lockTime;
  private final boolean hasWitness;
  private final int baseSize;
  private final int totalSize;
  private final Txid txid;
  private final Wtxid wtxid;

  /**
   * @param version signed for the encoding, compared as unsigned by the rules
   * @param lockTime unsigned 32 bits in an int: block height below 500,000,000, else Unix time
   */
  public Transaction(int version, List<TxIn> inputs, List<TxOut> outputs, int lockTime) {
    this.version = version;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.lockTime = lockTime;
    boolean witness = false;
    for (TxIn in : this.inputs) {
      witness |= in.hasWitness();
    }
    this.hasWitness = witness;
    ByteWriter out = new ByteWriter(300);
    writeWithoutWitness(out);
    this.baseSize = out.size();
    this.txid = new Txid(Sha256d.of(out.unsafeArray(), 0, out.size()));
    if (witness) {
      out.reset();
      write(out);
      this.totalSize = out.size();
      this.wtxid = new Wtxid(Sha256d.of(out.unsafeArray(), 0, out.size()));
    } else {
      this.totalSize = baseSize;
      this.wtxid = new Wtxid(txid.hash());
    }
  }

  private Transaction(
      int version,
      List<TxIn> inputs,
      List<TxOut> outputs,
      int lockTime,
      boolean hasWitness,
      byte[] raw,
      int from,
      int to) {
    this.version = version;
    this.inputs = inputs;
    this.outputs = outputs;
    this.lockTime = lockTime;
    this.hasWitness = hasWitness;
    this.totalSize = to - from;
    Bytes full = Sha256d.of(raw, from, to - from);
    this.wtxid = new Wtxid(full);
    if (hasWitness) {
      ByteWriter out = new ByteWriter(to - from);
      writeWithoutWitness(out);
      this.baseSize = out.size();
      this.txid = new Txid(Sha256d.of(out.unsafeArray(), 0, out.size()));
    } else {
      this.baseSize = totalSize;
      this.txid = new Txid(full);
    }
  }

  /** Reads a transaction, with witness if the marker says so (BIP144). */
  public static Transaction read(ByteReader in) throws DecodeException {
    return read(in, true);
  }

  /** Reads a transaction from {@code bytes}, which must hold nothing else. */
  public static Transaction decode(Bytes bytes) throws DecodeException {
    ByteReader in = new ByteReader(bytes);
    Transaction tx = read(in);
    in.expectEnd("transaction");
    return tx;
  }

  /**
   * Reads a transaction.
   *
   * @param allowWitness false reads the encoding from before BIP144, in which no inputs are
   *     possible
   */
  public static Transaction read(ByteReader in, boolean allowWitness) throws DecodeException {
    int from = in.position();
    int version = in.i32();
    List<TxIn> inputs = readInputs(in);
    List<TxOut> outputs;
    int flags = 0;
    if (inputs.isEmpty() && allowWitness) {
      flags = in.u8();
      if (flags != 0) {
        inputs = readInputs(in);
        outputs = readOutputs(in);
      } else {
        outputs = List.of();
      }
    } else {
      outputs = readOutputs(in);
    }
    boolean witness = false;
    if ((flags & 1) != 0 && allowWitness) {
      flags ^= 1;
      for (int i = 0; i < inputs.size(); i++) {
        List<Bytes> stack = readWitness(in);
        if (!stack.isEmpty()) {
          witness = true;
          inputs.set(i, inputs.get(i).withWitness(stack));
        }
      }
      if (!witness) {
        throw new DecodeException("Superfluous witness record");
      }
    }
    if (flags != 0) {
      throw new DecodeException("Unknown transaction optional data");
    }
    int lockTime = in.i32();
    return new Transaction(
        version,
        List.copyOf(inputs),
        List.copyOf(outputs),
        lockTime,
        witness,
        in.array(),
        from,
        in.position());
  }

  private static List<TxIn> readInputs(ByteReader in) throws DecodeException {
    int count = in.count(MIN_INPUT_BYTES);
    List<TxIn> inputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      inputs.add(TxIn.read(in));
    }
    return inputs;
  }

  private static List<TxOut> readOutputs(ByteReader in) throws DecodeException {
    int count = in.count(MIN_OUTPUT_BYTES);
    List<TxOut> outputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outputs.add(TxOut.read(in));
    }
    return outputs;
  }

  private static List<Bytes> readWitness(ByteReader in) throws DecodeException {
    int count = in.count(1);
    if (count == 0) {
      return List.of();
    }
    List<Bytes> stack = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      stack.add(in.varBytes());
    }
    return stack;
  }

  public int version() {
    return version;
  }

  public List<TxIn> inputs() {
    return inputs;
  }

  public List<TxOut> outputs() {
    return outputs;
  }

  /** Returns the lock time, unsigned 32 bits in an int. */
  public int lockTime() {
    return lockTime;
  }

  public Txid txid() {
    return txid;
  }

  public Wtxid wtxid() {
    return wtxid;
  }

  public boolean hasWitness() {
    return hasWitness;
  }

  /** Tells whether this is a coinbase: one input that spends nothing. */
  public boolean isCoinbase() {
    return inputs.size() == 1 && inputs.get(0).prevout().isNull();
  }

  /** Returns the size without witness, in bytes. */
  public int baseSize() {
    return baseSize;
  }

  /** Returns the size with witness, in bytes. */
  public int totalSize() {
    return totalSize;
  }

  /** Returns the weight (BIP141). */
  public int weight() {
    return baseSize * (WITNESS_SCALE_FACTOR - 1) + totalSize;
  }

  /** Returns the virtual size: weight divided by four, rounded up. */
  public int vsize() {
    return (weight() + WITNESS_SCALE_FACTOR - 1) / WITNESS_SCALE_FACTOR;
  }

  /** Writes the full serialization (BIP144). */
  public void write(ByteWriter out) {
    out.i32(version);
    if (hasWitness) {
      out.u8(0).u8(1);
    }
    writeInputsAndOutputs(out);
    if (hasWitness) {
      for (TxIn in : inputs) {
        out.compactSize(in.witness().size());
        for (Bytes item : in.witness()) {
          out.varBytes(item);
        }
      }
    }
    out.i32(lockTime);
  }

  /** Writes the serialization from before BIP144. */
  public void writeWithoutWitness(ByteWriter out) {
    out.i32(version);
    writeInputsAndOutputs(out);
    out.i32(lockTime);
  }

  private void writeInputsAndOutputs(ByteWriter out) {
    out.compactSize(inputs.size());
    for (TxIn in : inputs) {
      in.write(out);
    }
    out.compactSize(outputs.size());
    for (TxOut o : outputs) {
      o.write(out);
    }
  }

  /** Returns the full serialization. */
  public Bytes toBytes() {
    ByteWriter out = new ByteWriter(totalSize);
    write(out);
    return out.toBytes();
  }

  public Transaction withInputs(List<TxIn> newInputs) {
    return new Transaction(version, newInputs, outputs, lockTime);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transaction that && wtxid.equals(that.wtxid);
  }

  @Override
  public int hashCode() {
    return wtxid.hashCode();
  }

  @Override
  public String toString() {
    return "Transaction " + txid;
  }
}
