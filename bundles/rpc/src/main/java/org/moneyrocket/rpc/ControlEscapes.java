// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/** Writes control characters as Bitcoin Core does: small hex digits, and 7f among them. */
final class ControlEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;
  private static final int DELETE = 0x7f;

  private final int[] table = standardAsciiEscapesForJSON();

  ControlEscapes() {
    for (int c = 0; c < ' '; c++) {
      if (table[c] == ESCAPE_STANDARD) {
        table[c] = ESCAPE_CUSTOM;
      }
    }
    table[DELETE] = ESCAPE_CUSTOM;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return table.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return c < ' ' || c == DELETE ? new SerializedString("\\u%04x".formatted(c)) : null;
  }
}
