// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.node;

import org.moneyrocket.interfaces.OneWay;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears of changes in the node. At most a few calls a second; each carries the whole state. */
@OneWay
@ConsumerType
public interface NodeListener {
  /** Anything in the status changed. */
  void statusChanged(NodeStatus status);

  /** Start or stop has come to a new stage; {@code text} is what to show. */
  void stageChanged(String text);

  /** Something the user must see. */
  void messageShown(String title, String text, boolean error);

  /** Calls were left out; the next {@link #statusChanged} is complete again. */
  void lagged(long sequence);
}
