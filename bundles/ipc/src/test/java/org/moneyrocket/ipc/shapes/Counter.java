// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

public interface Counter extends AutoCloseable {
  int next();

  @Override
  void close();
}
