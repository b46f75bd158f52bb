// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.script.descriptor.KeyExpression.Wildcard;
import org.moneyrocket.script.key.KeyPath;

/**
 * Reads the steps behind a key or fingerprint; remembers which marker was used last and whether a
 * step was hardened.
 */
final class PathParser {
  private boolean apostrophe;
  private boolean hardened;
  private Wildcard wildcard = Wildcard.NONE;

  /** Tells whether the last hardened step had an apostrophe. */
  boolean apostrophe() {
    return apostrophe;
  }

  /** Tells whether the steps of the last call had a hardened one, the wildcard not counted. */
  boolean hardened() {
    return hardened;
  }

  /** Returns the last step if {@link #takeWildcard} found a *. */
  Wildcard wildcard() {
    return wildcard;
  }

  /** Returns the elements without a last *, *h or *'. */
  List<String> takeWildcard(List<String> elements) {
    switch (elements.getLast()) {
      case "*" -> wildcard = Wildcard.UNHARDENED;
      case "*'" -> {
        wildcard = Wildcard.HARDENED;
        apostrophe = true;
      }
      case "*h" -> {
        wildcard = Wildcard.HARDENED;
        apostrophe = false;
      }
      default -> {
        return elements;
      }
    }
    return elements.subList(0, elements.size() - 1);
  }

  /**
   * Reads steps.
   *
   * @return one path, or one for each value of a multipath step
   */
  List<KeyPath> parse(List<String> elements, boolean allowMultipath) throws DescriptorException {
    hardened = false;
    List<Integer> path = new ArrayList<>();
    Optional<List<Integer>> choices = Optional.empty();
    int choiceAt = -1;
    for (String element : elements) {
      if (element.startsWith("<") && element.endsWith(">")) {
        if (!allowMultipath) {
          throw new DescriptorException(
              "Key path value '"
                  + element
                  + "' specifies multipath in a section where multipath is not allowed");
        }
        if (choices.isPresent()) {
          throw new DescriptorException("Multiple multipath key path specifiers found");
        }
        choices = Optional.of(choices(element));
        choiceAt = path.size();
        path.add(0);
      } else {
        path.add(step(element));
      }
    }
    if (choices.isEmpty()) {
      return List.of(new KeyPath(path));
    }
    List<KeyPath> paths = new ArrayList<>();
    for (int choice : choices.get()) {
      path.set(choiceAt, choice);
      paths.add(new KeyPath(path));
    }
    return paths;
  }

  private List<Integer> choices(String element) throws DescriptorException {
    String inside = element.length() < 2 ? "" : element.substring(1, element.length() - 1);
    String[] values = inside.split(";", -1);
    if (values.length < 2) {
      throw new DescriptorException("Multipath key path specifiers must have at least two items");
    }
    List<Integer> steps = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (String value : values) {
      int step = step(value);
      if (!seen.add(step)) {
        throw new DescriptorException(
            "Duplicated key path value "
                + Integer.toUnsignedString(step)
                + " in multipath specifier");
      }
      steps.add(step);
    }
    return steps;
  }

  private int step(String element) throws DescriptorException {
    if (element.isEmpty()) {
      throw new DescriptorException("Key path value '' is not valid");
    }
    boolean marked = element.endsWith("'") || element.endsWith("h");
    Optional<Long> number =
        Cursor.unsignedInt(marked ? element.substring(0, element.length() - 1) : element);
    if (number.isEmpty()) {
      throw new DescriptorException("Key path value '" + element + "' is not a valid uint32");
    }
    if (number.get() > 0x7fffffffL) {
      throw new DescriptorException("Key path value " + number.get() + " is out of range");
    }
    if (!marked) {
      return number.get().intValue();
    }
    hardened = true;
    apostrophe = element.endsWith("'");
    return number.get().intValue() | KeyPath.HARDENED;
  }
}
