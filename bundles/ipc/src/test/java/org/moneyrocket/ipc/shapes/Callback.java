// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

public interface Callback {
  String call(int number);
}
