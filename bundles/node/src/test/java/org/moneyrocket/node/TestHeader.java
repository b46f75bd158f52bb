// SPDX-License-Identifier: MIT
package org.moneyrocket.node;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.CompactTarget;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;

/** A header in a chain that exists only for a test. */
public record TestHeader(BlockHeader header, @Nullable TestHeader parent) implements HeaderView {
  @Override
  public BlockHash hash() {
    return header.hash();
  }

  @Override
  public int height() {
    return parent == null ? 0 : parent.height() + 1;
  }

  @Override
  public int version() {
    return header.version();
  }

  @Override
  public long time() {
    return header.time();
  }

  @Override
  public int bits() {
    return header.bits();
  }

  @Override
  public @Nullable TestHeader previous() {
    return parent;
  }

  @Override
  public @Nullable TestHeader ancestor(int height) {
    TestHeader at = this;
    int atHeight = height();
    if (height < 0 || height > atHeight) {
      return null;
    }
    for (; atHeight > height && at != null; atHeight--) {
      at = at.parent;
    }
    return at;
  }

  @Override
  public UInt256 chainWork() {
    UInt256 own = new CompactTarget(header.bits()).work();
    return parent == null ? own : parent.chainWork().plus(own);
  }
}
