// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.primitives.BlockHash;

/** Names a block and its height. */
public record BlockRef(BlockHash hash, int height) {}
