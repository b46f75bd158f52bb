// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.process;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The connections of this process to others, for shells and windows. No call blocks. */
@ProviderType
public interface Connections {
  List<ConnectionInfo> connections();

  List<EndpointInfo> endpoints();

  /** Returns the methods called since the start, busiest first. */
  List<CallCount> calls();
}
