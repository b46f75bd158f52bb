// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.process;

import java.util.List;
import org.moneyrocket.interfaces.Subscription;
import org.osgi.annotation.versioning.ProviderType;

/** Shows and restarts the processes this process knows: itself, its children, whoever attached. */
@ProviderType
public interface ProcessControl {
  List<ProcessInfo> list();

  /**
   * Restarts a child, or the bundle of that role where it runs in this process.
   *
   * @param role {@code wallet} or {@code node}
   * @param peer which of them, empty for all
   * @return what is wrong, empty if the restart has begun
   */
  String restart(String role, String peer);

  Subscription subscribe(ProcessListener listener);
}
