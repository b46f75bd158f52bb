// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * Says where in the tables an address belongs. Nobody who does not know the key can foresee it; a
 * group of addresses, or of sources, reaches a part of the buckets only.
 */
final class Placement {
  static final int NEW_BUCKETS = 1024;
  static final int TRIED_BUCKETS = 256;
  static final int BUCKET_SIZE = 64;
  private static final int TRIED_PER_GROUP = 8;
  private static final int NEW_PER_SOURCE_GROUP = 64;

  private final Bytes key;
  private final NetGroups groups;

  /**
   * @param key 32 secret bytes
   */
  Placement(Bytes key, NetGroups groups) {
    this.key = key;
    this.groups = groups;
  }

  Bytes key() {
    return key;
  }

  int triedBucket(Endpoint endpoint) {
    long one = hash(start().varBytes(endpoint.key()));
    long two =
        hash(
            start()
                .varBytes(groups.of(endpoint.host()))
                .i64(Long.remainderUnsigned(one, TRIED_PER_GROUP)));
    return (int) Long.remainderUnsigned(two, TRIED_BUCKETS);
  }

  int newBucket(Endpoint endpoint, Host source) {
    Bytes sourceGroup = groups.of(source);
    long one = hash(start().varBytes(groups.of(endpoint.host())).varBytes(sourceGroup));
    long two =
        hash(start().varBytes(sourceGroup).i64(Long.remainderUnsigned(one, NEW_PER_SOURCE_GROUP)));
    return (int) Long.remainderUnsigned(two, NEW_BUCKETS);
  }

  int position(Endpoint endpoint, boolean tried, int bucket) {
    long hash = hash(start().u8(tried ? 'K' : 'N').i32(bucket).varBytes(endpoint.key()));
    return (int) Long.remainderUnsigned(hash, BUCKET_SIZE);
  }

  private ByteWriter start() {
    return new ByteWriter().bytes(key);
  }

  private static long hash(ByteWriter data) {
    try {
      return new ByteReader(Hashes.sha256d(data.toArray())).i64();
    } catch (DecodeException e) {
      throw new IllegalStateException("a hash has 32 bytes", e);
    }
  }
}
