// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.util.List;

/**
 * One input.
 *
 * @param prevout the output it spends
 * @param scriptSig the unlocking script
 * @param sequence unsigned 32 bits in an int (BIP68, BIP125)
 * @param witness the witness stack, empty when there is none (BIP141)
 */
public record TxIn(OutPoint prevout, Bytes scriptSig, int sequence, List<Bytes> witness) {
  /** The sequence that switches lock time and relative lock time off: 0xffffffff. */
  public static final int SEQUENCE_FINAL = -1;

  public TxIn {
    witness = List.copyOf(witness);
  }

  public TxIn(OutPoint prevout, Bytes scriptSig, int sequence) {
    this(prevout, scriptSig, sequence, List.of());
  }

  public boolean hasWitness() {
    return !witness.isEmpty();
  }

  public TxIn withScriptSig(Bytes newScriptSig) {
    return new TxIn(prevout, newScriptSig, sequence, witness);
  }

  public TxIn withWitness(List<Bytes> newWitness) {
    return new TxIn(prevout, scriptSig, sequence, newWitness);
  }

  static TxIn read(ByteReader in) throws DecodeException {
    return new TxIn(OutPoint.read(in), in.varBytes(), in.i32());
  }

  void write(ByteWriter out) {
    prevout.write(out);
    out.varBytes(scriptSig).i32(sequence);
  }
}
