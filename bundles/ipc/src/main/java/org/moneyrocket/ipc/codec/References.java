// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/** How a connection passes objects by reference. */
public interface References {
  /** Writes a reference to {@code value}; null stays null. */
  void write(MessageWriter out, @Nullable Object value, Contract contract) throws IOException;

  /** Reads a reference: a stand-in, or the own object that came home. */
  @Nullable Object read(MessageReader in, Contract contract) throws IOException, DecodeException;
}
