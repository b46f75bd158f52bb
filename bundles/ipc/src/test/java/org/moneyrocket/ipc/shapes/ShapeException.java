// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

import java.util.List;

public class ShapeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Colour colour;
  private final transient List<Shape> shapes;

  public ShapeException(String message, Colour colour, List<Shape> shapes) {
    super(message);
    this.colour = colour;
    this.shapes = shapes;
  }

  public Colour getColour() {
    return colour;
  }

  public List<Shape> shapes() {
    return shapes;
  }
}
