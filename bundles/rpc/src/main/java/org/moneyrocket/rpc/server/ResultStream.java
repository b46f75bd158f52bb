// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.io.IOException;
import java.io.OutputStream;

/** The stream that a method writes its result to: what it closes is not the answer. */
final class ResultStream extends OutputStream {
  private final OutputStream out;

  ResultStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }
}
