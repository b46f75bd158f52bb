// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The closing line of a build: how many tests passed in all modules, and which were skipped for
 * what reason, so that a green run is not taken for more than it is.
 */
public final class TestReport {
  private static final String REPORTS = "surefire-reports";

  private int tests;
  private int failed;
  private int skipped;
  private final Map<String, TreeSet<String>> reasons = new TreeMap<>();

  private TestReport() {}

  /**
   * Reads the reports below a checkout.
   *
   * @param since when the build began; older reports belong to an earlier one
   */
  public static TestReport read(Path root, Instant since) throws IOException {
    List<Path> folders = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) {
              return FileVisitResult.CONTINUE;
            }
            String name = folder.getFileName().toString();
            if (name.equals("target")) {
              folders.add(folder.resolve(REPORTS));
            }
            return name.equals("target") || name.equals("src") || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }
        });
    TestReport report = new TestReport();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        report.addModule(folder, since);
      }
    }
    return report;
  }

  private void addModule(Path folder, Instant since) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
      for (Path file : files) {
        if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
          addClass(file);
        }
      }
    }
  }

  private void addClass(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
      String name = "";
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        if (xml.getLocalName().equals("testcase")) {
          String type = attribute(xml, "classname");
          name = type.substring(type.lastIndexOf('.') + 1) + "." + attribute(xml, "name");
          tests++;
        } else if (xml.getLocalName().equals("failure") || xml.getLocalName().equals("error")) {
          failed++;
        } else if (xml.getLocalName().equals("skipped")) {
          skipped++;
          reasons.computeIfAbsent(reason(xml), key -> new TreeSet<>()).add(name);
        }
      }
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private static String reason(XMLStreamReader xml) {
    String message = attribute(xml, "message");
    // What JUnit adds when it has the exception of a failed assumption.
    int added = message.indexOf(": got: ");
    String said = (added < 0 ? message : message.substring(0, added)).strip();
    return said.isEmpty() ? "no reason given" : said;
  }

  /** Prints the numbers, then each reason for skipping and below it the tests. */
  public void print(PrintStream out) {
    out.printf(
        "Tests: %d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
    reasons.forEach(
        (reason, names) -> {
          out.printf("Skipped (%s):%n", reason);
          names.forEach(name -> out.printf("  %s%n", name));
        });
  }

  /**
   * Prints the report of a build.
   *
   * @param args the checkout, and when the build began, as in ISO 8601
   */
  public static void main(String[] args) throws IOException {
    read(Path.of(args[0]), Instant.parse(args[1])).print(System.out);
  }
}
