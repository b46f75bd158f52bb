// SPDX-License-Identifier: MIT
package org.moneyrocket.fuzz;

/**
 * A way from bytes of somebody else to an object of ours, and what it may cost.
 *
 * @param multiple bytes that may be allocated for each byte of the input
 * @param reading reads all of the input or refuses it
 */
public record Decoder(String name, int multiple, Reading reading) {
  /** Reads an input; its exceptions are the caller's, its result is dropped. */
  public interface Reading {
    void read(byte[] input) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
