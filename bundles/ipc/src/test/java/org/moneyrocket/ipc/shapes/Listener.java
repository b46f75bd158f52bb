// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

import org.moneyrocket.interfaces.OneWay;

@OneWay
public interface Listener {
  void happened(int number, String text);

  void lagged(long sequence);
}
