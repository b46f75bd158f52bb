// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One registration of a listener. Lives until closed, until the listener's process is gone, or
 * until the emitter ends.
 */
@ProviderType
public interface Subscription extends AutoCloseable {
  /** Ends delivery. Nothing is delivered after this returns. Closing twice is harmless. */
  @Override
  void close();
}
