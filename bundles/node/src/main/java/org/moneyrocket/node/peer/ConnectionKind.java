// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.Optional;

/** Why there is a connection, with Bitcoin Core's names. */
enum ConnectionKind {
  INBOUND("inbound"),
  MANUAL("manual"),
  FULL_RELAY("outbound-full-relay"),
  BLOCK_RELAY("block-relay-only"),
  ADDR_FETCH("addr-fetch"),
  FEELER("feeler");

  private final String text;

  ConnectionKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Optional<ConnectionKind> of(String text) {
    for (ConnectionKind kind : values()) {
      if (kind.text.equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  boolean relaysTransactions() {
    return this == INBOUND || this == MANUAL || this == FULL_RELAY;
  }

  /** Tells whether blocks are fetched from such a peer before others. */
  boolean preferred() {
    return this == MANUAL || this == FULL_RELAY || this == BLOCK_RELAY;
  }
}
