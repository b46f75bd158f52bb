// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.process;

import java.util.List;
import org.moneyrocket.interfaces.OneWay;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears when a process starts, stops or changes state. */
@OneWay
@ConsumerType
public interface ProcessListener {
  void changed(List<ProcessInfo> processes);

  void lagged(long sequence);
}
