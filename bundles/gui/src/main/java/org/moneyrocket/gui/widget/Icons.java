// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;
import javax.swing.Icon;

/** Icons as strokes on a grid of 24 by 24, so that they are sharp at every scale. */
public enum Icons {
  OVERVIEW("M4 11 L12 4 L20 11 M6 9.5 L6 20 L18 20 L18 9.5 M10 20 L10 14 L14 14 L14 20"),
  SEND("M7 17 L18 6 M9 6 L18 6 L18 15"),
  RECEIVE("M17 7 L6 18 M15 18 L6 18 L6 9"),
  TRANSACTIONS("M8 6 L20 6 M8 12 L20 12 M8 18 L20 18 O4 6 .7 O4 12 .7 O4 18 .7"),
  PEERS(
      "O12 12 8.5 M3.5 12 L20.5 12 M12 3.5 C7.5 8 7.5 16 12 20.5 M12 3.5 C16.5 8 16.5 16 12 20.5"),
  CONSOLE("M4 6 L10 12 L4 18 M12 18 L20 18"),
  PROCESSES(
      "M7 7 L17 7 L17 17 L7 17 Z M10 4 L10 7 M14 4 L14 7 M10 17 L10 20 M14 17 L14 20"
          + " M4 10 L7 10 M4 14 L7 14 M17 10 L20 10 M17 14 L20 14"),
  LOG(
      "M6 3.5 L14 3.5 L18.5 8 L18.5 20.5 L6 20.5 Z M14 3.5 L14 8 L18.5 8 M9 12.5 L15 12.5 M9 16 L15"
          + " 16"),
  FOLDER("M3.5 6 L9.5 6 L11.5 8.5 L20.5 8.5 L20.5 19 L3.5 19 Z"),
  LOCK("M6 11 L18 11 L18 20 L6 20 Z M8.5 11 L8.5 8 C8.5 3.5 15.5 3.5 15.5 8 L15.5 11"),
  UNLOCK("M6 11 L18 11 L18 20 L6 20 Z M8.5 11 L8.5 8 C8.5 4 14.5 3.6 15.3 7"),
  SUN(
      "O12 12 4 M12 2.5 L12 4.5 M12 19.5 L12 21.5 M2.5 12 L4.5 12 M19.5 12 L21.5 12"
          + " M5.3 5.3 L6.7 6.7 M17.3 17.3 L18.7 18.7 M5.3 18.7 L6.7 17.3 M17.3 6.7 L18.7 5.3"),
  MOON("M19.5 14.5 C14 17.5 7 13 9.5 4.5 C2.5 7 2.5 17 9.5 19.5 C14 21 18 18.5 19.5 14.5 Z"),
  COPY("M9 9 L19.5 9 L19.5 19.5 L9 19.5 Z M15 9 L15 4.5 L4.5 4.5 L4.5 15 L9 15"),
  PASTE("M8 5 L6 5 L6 20 L18 20 L18 5 L16 5 M9 3.5 L15 3.5 L15 6.5 L9 6.5 Z"),
  REFRESH(
      "M19.5 12 C19.5 16 16 19.5 12 19.5 C8 19.5 4.5 16 4.5 12 C4.5 8 8 4.5 12 4.5 C15 4.5 17.5 6"
          + " 19 8.5 M19.5 4 L19.5 9 L14.5 9"),
  PLUS("M12 5 L12 19 M5 12 L19 12"),
  REMOVE("M6 6 L18 18 M18 6 L6 18"),
  SEARCH("O10.5 10.5 6 M15 15 L20 20"),
  DOWN("M6 9.5 L12 15.5 L18 9.5"),
  CHECK("M5 12.5 L10 17.5 L19.5 7"),
  WARNING("M12 4 L21 19.5 L3 19.5 Z M12 10 L12 14.5 M12 17 L12 17.1"),
  INFO("O12 12 8.5 M12 11 L12 16.5 M12 7.7 L12 7.8"),
  EYE("M2.5 12 C7 4.5 17 4.5 21.5 12 C17 19.5 7 19.5 2.5 12 Z O12 12 2.8"),
  EYE_OFF("M2.5 12 C7 4.5 17 4.5 21.5 12 C17 19.5 7 19.5 2.5 12 Z M4.5 19.5 L19.5 4.5"),
  WALLET("M4 7 L20 7 L20 19 L4 19 Z M4 7 L16 3.8 L16 7 M20 11 L15.5 11 L15.5 15 L20 15"),
  MINED("M5 19 L14 10 M8 4.5 C13 4 18.5 8 19.5 15.5 M12.5 5.3 L18 11"),
  CLOCK("O12 12 8.5 M12 7 L12 12 L15.5 14.5"),
  MENU("M5 7 L19 7 M5 12 L19 12 M5 17 L19 17"),
  FASTER("M6 12 L12 6 L18 12 M6 18.5 L12 12.5 L18 18.5"),
  EXPORT("M12 4 L12 15 M7.5 10.5 L12 15 L16.5 10.5 M5 19.5 L19 19.5"),
  QR(
      "M4 4 L10 4 L10 10 L4 10 Z M14 4 L20 4 L20 10 L14 10 Z M4 14 L10 14 L10 20 L4 20 Z M14 14 L17"
          + " 14 L17 17 M20 14 L20 20 L14 20"),
  EDIT("M5 19 L6 15 L16 5 L19 8 L9 18 Z M14 7 L17 10"),
  KEY("O8 15.5 4 M11 12.5 L19.5 4 M16 7.5 L18.5 10 M19.5 4 L20.5 5"),
  COINS("O9 9 5.5 M14 6.5 C18 7 20.5 10.5 19.8 14.5 C19 19 13 21 9.8 17.5"),
  NETWORK_OFF("O12 12 8.5 M6 18 L18 6"),
  ROCKET(
      "M12 2.5 C16.5 6 17 11 15.5 16 L8.5 16 C7 11 7.5 6 12 2.5 Z O12 9.5 1.8 M8.2 12.5 L5 16 L5.5"
          + " 19 L8.7 16.4 M15.8 12.5 L19 16 L18.5 19 L15.3 16.4 M10.5 18.5 L12 21.5 L13.5 18.5");

  private static final double GRID = 24;
  private static final float LINE = 1.7f;

  /** Larger icons have thinner lines, or they would shout. */
  private static final int LARGE = 40;

  private final Path2D shape;

  Icons(String path) {
    this.shape = read(path);
  }

  /** Returns the icon in the colour of the text around it. */
  public Icon size(int pixels) {
    return new Drawn(shape, pixels, "");
  }

  /** Returns the icon in a colour of the theme. */
  public Icon size(int pixels, String colour) {
    return new Drawn(shape, pixels, colour);
  }

  private record Drawn(Path2D shape, int pixels, String colour) implements Icon {
    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
      Graphics2D g = (Graphics2D) graphics.create();
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.translate(x, y);
      g.scale(pixels / GRID, pixels / GRID);
      if (!component.isEnabled()) {
        g.setComposite(AlphaComposite.SrcOver.derive(0.45f));
        g.setColor(Theme.colour("muted"));
      } else {
        g.setColor(colour.isEmpty() ? component.getForeground() : Theme.colour(colour));
      }
      float line = pixels > LARGE ? LINE * 0.6f : LINE;
      g.setStroke(new BasicStroke(line, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.draw(shape);
      g.dispose();
    }

    @Override
    public int getIconWidth() {
      return pixels;
    }

    @Override
    public int getIconHeight() {
      return pixels;
    }
  }

  /** Reads M, L, C and Z as in SVG, and O for a circle: centre and radius. */
  private static Path2D read(String path) {
    Path2D shape = new Path2D.Double();
    List<String> words = List.of(path.replaceAll("([MLCZO])", " $1 ").strip().split("\\s+"));
    int i = 0;
    while (i < words.size()) {
      String command = words.get(i++);
      switch (command) {
        case "M" -> shape.moveTo(number(words, i), number(words, i + 1));
        case "L" -> shape.lineTo(number(words, i), number(words, i + 1));
        case "C" ->
            shape.curveTo(
                number(words, i),
                number(words, i + 1),
                number(words, i + 2),
                number(words, i + 3),
                number(words, i + 4),
                number(words, i + 5));
        case "O" -> {
          double r = number(words, i + 2);
          shape.append(
              new Ellipse2D.Double(number(words, i) - r, number(words, i + 1) - r, 2 * r, 2 * r),
              false);
        }
        default -> shape.closePath();
      }
      i +=
          switch (command) {
            case "M", "L" -> 2;
            case "C" -> 6;
            case "O" -> 3;
            default -> 0;
          };
    }
    return shape;
  }

  private static double number(List<String> words, int index) {
    return Double.parseDouble(words.get(index));
  }
}
