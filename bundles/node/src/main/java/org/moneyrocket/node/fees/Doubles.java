// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** Numbers in files: IEEE 754, 64 bits, little endian; lists with their length before them. */
final class Doubles {
  private Doubles() {}

  static void write(ByteWriter out, double value) {
    out.i64(Double.doubleToRawLongBits(value));
  }

  static void write(ByteWriter out, double[] values) {
    out.compactSize(values.length);
    for (double value : values) {
      write(out, value);
    }
  }

  static void write(ByteWriter out, double[][] rows) {
    out.compactSize(rows.length);
    for (double[] row : rows) {
      write(out, row);
    }
  }

  static double read(ByteReader in) throws DecodeException {
    return Double.longBitsToDouble(in.i64());
  }

  static double[] readList(ByteReader in, int size, String what) throws DecodeException {
    if (in.count(Double.BYTES) != size) {
      throw new DecodeException("mismatch in number of " + what + ", " + size + " expected");
    }
    return readMany(in, size);
  }

  static double[] readMany(ByteReader in, int size) throws DecodeException {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = read(in);
    }
    return values;
  }
}
