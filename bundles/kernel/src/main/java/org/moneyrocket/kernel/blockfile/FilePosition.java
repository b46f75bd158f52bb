// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

/**
 * A place in the numbered block or undo files.
 *
 * @param file the number in the file's name
 * @param offset bytes from the start of the file to the data, after magic and length
 */
public record FilePosition(int file, int offset) {
  @Override
  public String toString() {
    return "FlatFilePos(nFile=" + file + ", nPos=" + offset + ")";
  }
}
