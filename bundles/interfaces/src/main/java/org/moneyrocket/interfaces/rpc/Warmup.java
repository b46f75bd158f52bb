// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.rpc;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Tells whether the node is ready for calls. */
@ProviderType
public interface Warmup {
  /**
   * Returns the present stage of starting, such as {@code Loading block index…}; empty if ready.
   */
  Optional<String> stage();
}
