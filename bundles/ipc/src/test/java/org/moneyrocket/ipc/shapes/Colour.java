// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

public enum Colour {
  RED,
  GREEN {
    @Override
    public String text() {
      return "grass";
    }
  },
  BLUE;

  public String text() {
    return name();
  }
}
