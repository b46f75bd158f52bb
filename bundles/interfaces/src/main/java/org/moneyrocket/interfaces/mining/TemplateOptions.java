// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.mining;

import org.moneyrocket.primitives.Bytes;

/**
 * How to assemble a block.
 *
 * @param coinbaseScript where the reward goes
 * @param useMempool false makes an empty block
 * @param reservedWeight weight kept free for header and coinbase, 2,000 to 4,000,000
 */
public record TemplateOptions(Bytes coinbaseScript, boolean useMempool, int reservedWeight) {
  public static final int DEFAULT_RESERVED_WEIGHT = 8000;
}
