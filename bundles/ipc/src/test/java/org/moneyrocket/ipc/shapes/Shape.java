// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

import java.util.List;

public sealed interface Shape {
  record Point(int x, int y) implements Shape {}

  record Group(String name, List<Shape> parts) implements Shape {}

  sealed interface Round extends Shape {
    double radius();
  }

  record Circle(Point centre, double radius) implements Round {}

  enum Unit implements Round {
    UNIT_CIRCLE;

    @Override
    public double radius() {
      return 1;
    }
  }
}
