// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import javax.swing.JPanel;

/** Shows a text as a QR code, dark on white in every theme so that cameras can read it. */
public final class QrCode extends JPanel {
  private static final long serialVersionUID = 1L;

  /** Modules of white around the code that readers ask for. */
  private static final int QUIET = 3;

  private static final Color DARK = new Color(0x10131a);

  private transient Optional<ByteMatrix> code = Optional.empty();
  private final int side;

  public QrCode(int side) {
    this.side = side;
    setOpaque(false);
    setPreferredSize(new Dimension(side, side));
    setMinimumSize(new Dimension(side, side));
  }

  /** Shows {@code text}; nothing if it is empty or too long for a QR code. */
  public void show(String text) {
    code = encode(text);
    getAccessibleContext().setAccessibleName(text);
    repaint();
  }

  static Optional<ByteMatrix> encode(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
    } catch (WriterException e) {
      // Too long for any QR code: the text itself stays on the page.
      return Optional.empty();
    }
  }

  /** Returns the code as an image. */
  public BufferedImage image(int pixels) {
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    draw(g, pixels);
    g.dispose();
    return image;
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics.create();
    if (code.isPresent()) {
      draw(g, side);
    } else {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setColor(Theme.colour("line"));
      g.draw(new RoundRectangle2D.Double(0.5, 0.5, side - 1.0, side - 1.0, 14, 14));
      Icons.QR.size(64, "line").paintIcon(this, g, side / 2 - 32, side / 2 - 32);
    }
    g.dispose();
  }

  private void draw(Graphics2D g, int pixels) {
    if (code.isEmpty()) {
      return;
    }
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fill(new RoundRectangle2D.Double(0, 0, pixels, pixels, 14, 14));
    code.ifPresent(
        matrix -> {
          // Modules touch: without this thin white lines show between them.
          g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
          g.setColor(DARK);
          // Whole pixels of the screen for every module, or some would be wider than others.
          double scale = g.getTransform().getScaleX();
          double module = Math.floor(pixels * scale / (matrix.getWidth() + 2 * QUIET)) / scale;
          double edge = Math.floor((pixels - module * matrix.getWidth()) / 2 * scale) / scale;
          for (int y = 0; y < matrix.getHeight(); y++) {
            for (int x = 0; x < matrix.getWidth(); x++) {
              if (matrix.get(x, y) == 1) {
                g.fill(
                    new Rectangle2D.Double(edge + x * module, edge + y * module, module, module));
              }
            }
          }
        });
  }
}
