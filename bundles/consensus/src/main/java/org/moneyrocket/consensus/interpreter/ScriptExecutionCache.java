// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.security.MessageDigest;
import org.moneyrocket.primitives.Wtxid;

/**
 * Remembers transactions all of whose scripts were found right under given flags. The identifier
 * with witness commits to everything that matters, since outpoints commit to what is spent; the one
 * without witness would not. Safe for several threads.
 */
public final class ScriptExecutionCache {
  private final SaltedHash salted = new SaltedHash(SaltedHash.newNonce(), 'X');
  private final SaltedSet set;

  /**
   * @param maxBytes memory it may take
   */
  public ScriptExecutionCache(long maxBytes) {
    this.set = new SaltedSet(maxBytes);
  }

  private long[] key(Wtxid wtxid, ScriptFlags flags) {
    MessageDigest digest = salted.begin();
    digest.update(wtxid.hash().unsafeArray());
    int bits = flags.bits();
    for (int i = 0; i < 4; i++) {
      digest.update((byte) (bits >>> 8 * i));
    }
    return SaltedHash.finish(digest);
  }

  /**
   * Tells whether the scripts of a transaction are known to be right under {@code flags}.
   *
   * @param giveUp whether the entry is not needed any more, as in a block that is connected
   */
  public boolean contains(Wtxid wtxid, ScriptFlags flags, boolean giveUp) {
    return !set.isUnused() && set.contains(key(wtxid, flags), giveUp);
  }

  public void add(Wtxid wtxid, ScriptFlags flags) {
    set.add(key(wtxid, flags));
  }
}
