// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.Set;

/** The first part of a record's key, which says what the record is. */
final class RecordType {
  static final String VERSION = "version";
  static final String FLAGS = "flags";
  static final String DESCRIPTOR = "walletdescriptor";
  static final String DESCRIPTOR_KEY = "walletdescriptorkey";
  static final String DESCRIPTOR_ENCRYPTED_KEY = "walletdescriptorckey";
  static final String DESCRIPTOR_CACHE = "walletdescriptorcache";
  static final String DESCRIPTOR_LAST_HARDENED_CACHE = "walletdescriptorlhcache";
  static final String ACTIVE_EXTERNAL = "activeexternalspk";
  static final String ACTIVE_INTERNAL = "activeinternalspk";
  static final String MASTER_KEY = "mkey";
  static final String NAME = "name";
  static final String PURPOSE = "purpose";
  static final String DESTINATION_DATA = "destdata";
  static final String TRANSACTION = "tx";
  static final String WITNESS_VARIANT = "wtxvariant";
  static final String LOCKED_OUTPUT = "lockedutxo";
  static final String NEXT_ORDER_POSITION = "orderposnext";
  static final String BEST_BLOCK = "bestblock";
  static final String BEST_BLOCK_NO_MERKLE = "bestblock_nomerkle";

  /** Ours alone, and ignored by Bitcoin Core: which transaction a send with this key made. */
  static final String SEND_KEY = "moneyrocket_send";

  /** Ours alone as well: secrets that were replaced may lie in unused parts of the file. */
  static final String LEFTOVERS = "moneyrocket_leftovers";

  /** Records of wallets from before descriptors; in a descriptor wallet they mean tampering. */
  static final Set<String> LEGACY =
      Set.of(
          "ckey",
          "cscript",
          "defaultkey",
          "hdchain",
          "keymeta",
          "key",
          "wkey",
          "pool",
          "watchmeta",
          "watchs");

  private RecordType() {}
}
