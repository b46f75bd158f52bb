// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

public interface DerivedCallback extends Callback {
  String more();

  default String both(int number) {
    return call(number) + more();
  }
}
