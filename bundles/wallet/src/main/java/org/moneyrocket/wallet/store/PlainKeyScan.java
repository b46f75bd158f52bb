// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks through the bytes of a file, used and unused parts alike, for private keys that are not
 * encrypted. Each is stored between the name of its record and the curve, spelled out; what was
 * overwritten in part still has one of them.
 */
final class PlainKeyScan {
  private static final int BLOCK = 1 << 18;

  private static final byte[][] MARKS = {
    ("\u0013" + RecordType.DESCRIPTOR_KEY).getBytes(StandardCharsets.US_ASCII),
    PrivateKeyDer.curve()
  };

  private PlainKeyScan() {}

  /** Tells whether a file may hold private keys in clear; a missing file does not. */
  static boolean finds(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    int overlap = longest() - 1;
    byte[] block = new byte[BLOCK + overlap];
    try (InputStream in = Files.newInputStream(file)) {
      int kept = 0;
      for (int read = in.readNBytes(block, 0, BLOCK);
          read > 0;
          read = in.readNBytes(block, kept, BLOCK)) {
        int end = kept + read;
        for (byte[] mark : MARKS) {
          if (contains(block, end, mark)) {
            return true;
          }
        }
        kept = Math.min(overlap, end);
        System.arraycopy(block, end - kept, block, 0, kept);
      }
    } finally {
      PrivateKeyDer.wipe(block);
    }
    return false;
  }

  private static int longest() {
    int longest = 0;
    for (byte[] mark : MARKS) {
      longest = Math.max(longest, mark.length);
    }
    return longest;
  }

  private static boolean contains(byte[] block, int end, byte[] mark) {
    byte first = mark[0];
    for (int i = 0; i + mark.length <= end; i++) {
      if (block[i] == first && matches(block, i, mark)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] block, int at, byte[] mark) {
    for (int i = 1; i < mark.length; i++) {
      if (block[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
