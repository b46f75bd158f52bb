// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A map from IP addresses to the autonomous systems they belong to: a program of instructions
 * packed into bits, which is run along the bits of an address.
 */
public final class AsMap {
  private static final Logger log = LoggerFactory.getLogger(AsMap.class);
  private static final int MAX_BYTES = 64 << 20;
  private static final int ADDRESS_BITS = 128;

  private static final int RETURN = 0;
  private static final int JUMP = 1;
  private static final int MATCH = 2;
  private static final int DEFAULT = 3;

  // Numbers come in classes: each has a smallest number and as many bits as the list says.
  private static final int[] TYPE_BITS = {0, 0, 1};
  private static final int[] SYSTEM_BITS = range(15, 24);
  private static final int[] MATCH_BITS = range(1, 8);
  private static final int[] JUMP_BITS = range(5, 30);

  private final byte[] program;

  private AsMap(byte[] program) {
    this.program = program;
  }

  private static int[] range(int from, int to) {
    int[] all = new int[to - from + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = from + i;
    }
    return all;
  }

  /** Makes a map of its bytes; empty if they are no program that ends for every address. */
  public static Optional<AsMap> of(byte[] program) {
    try {
      return new Verifier(program).isSane() ? Optional.of(new AsMap(program)) : Optional.empty();
    } catch (EndOfProgram e) {
      return Optional.empty();
    }
  }

  /** Reads a file; empty, with the reason in the log, if it cannot be used. */
  public static Optional<AsMap> read(Path file) {
    try {
      long size = Files.size(file);
      log.info("Opened asmap file \"{}\" ({} bytes) from disk", file, size);
      Optional<AsMap> map = size > MAX_BYTES ? Optional.empty() : of(Files.readAllBytes(file));
      if (map.isEmpty()) {
        log.warn("Sanity check of asmap file \"{}\" failed", file);
      }
      return map;
    } catch (IOException e) {
      log.warn("Failed to open asmap file from disk: {}", IoText.of(e));
      return Optional.empty();
    }
  }

  /** Returns what tells this map from others: files that were sorted by it name it. */
  public Bytes version() {
    return Bytes.wrap(Hashes.sha256d(program));
  }

  /** Returns the bytes of the map. */
  public byte[] toArray() {
    return program.clone();
  }

  /** Returns the number of the system an address of 16 bytes belongs to, 0 if none is known. */
  public long find(Bytes address) {
    try {
      return new Run(program, address).find();
    } catch (EndOfProgram e) {
      throw new IllegalStateException("the map was verified, but does not end for " + address, e);
    }
  }

  /** The program ends where it should go on. */
  private static final class EndOfProgram extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Reads instructions and their numbers. */
  private static class Reader {
    private final byte[] program;
    final int end;
    int at;

    Reader(byte[] program) {
      this.program = program;
      this.end = program.length * 8;
    }

    final int bit() throws EndOfProgram {
      if (at >= end) {
        throw new EndOfProgram();
      }
      int bit = program[at / 8] >> (at % 8) & 1;
      at++;
      return bit;
    }

    final int instruction() throws EndOfProgram {
      return number(0, TYPE_BITS);
    }

    final int system() throws EndOfProgram {
      return number(1, SYSTEM_BITS);
    }

    final int pattern() throws EndOfProgram {
      return number(2, MATCH_BITS);
    }

    final int jump() throws EndOfProgram {
      return number(17, JUMP_BITS);
    }

    private int number(int least, int[] classes) throws EndOfProgram {
      int value = least;
      for (int i = 0; i < classes.length; i++) {
        // A one says that it is not of this class; the last class needs no such bit.
        if (i < classes.length - 1 && bit() == 1) {
          value += 1 << classes[i];
          continue;
        }
        int rest = 0;
        for (int b = 0; b < classes[i]; b++) {
          rest = rest << 1 | bit();
        }
        return value + rest;
      }
      throw new IllegalStateException("no class");
    }

    static int length(int pattern) {
      return 31 - Integer.numberOfLeadingZeros(pattern);
    }
  }

  private static final class Run extends Reader {
    private final Bytes address;
    private int next;

    Run(byte[] program, Bytes address) {
      super(program);
      this.address = address;
    }

    private int addressBit() throws EndOfProgram {
      if (next >= ADDRESS_BITS) {
        throw new EndOfProgram();
      }
      int bit = address.get(next / 8) >> (7 - next % 8) & 1;
      next++;
      return bit;
    }

    long find() throws EndOfProgram {
      long otherwise = 0;
      while (true) {
        switch (instruction()) {
          case RETURN -> {
            return system();
          }
          case JUMP -> {
            int distance = jump();
            if (addressBit() == 1) {
              at = Math.addExact(at, distance);
            }
          }
          case MATCH -> {
            int pattern = pattern();
            for (int i = length(pattern) - 1; i >= 0; i--) {
              if (addressBit() != (pattern >> i & 1)) {
                return otherwise;
              }
            }
          }
          case DEFAULT -> otherwise = system();
          default -> throw new EndOfProgram();
        }
      }
    }
  }

  /** Follows every way through a program once. */
  private static final class Verifier extends Reader {
    private record Target(int at, int bitsLeft) {}

    private final Deque<Target> targets = new ArrayDeque<>();
    private int bitsLeft = ADDRESS_BITS;

    Verifier(byte[] program) {
      super(program);
    }

    boolean isSane() throws EndOfProgram {
      int previous = JUMP;
      boolean shortMatch = false;
      while (at != end) {
        if (!targets.isEmpty() && at >= targets.element().at()) {
          return false;
        }
        int instruction = instruction();
        switch (instruction) {
          case RETURN -> {
            if (previous == DEFAULT) {
              return false; // A default right before an answer is never used.
            }
            system();
            if (targets.isEmpty()) {
              return restIsPadding();
            }
            Target target = targets.pop();
            if (at != target.at()) {
              return false; // What lies between is never reached.
            }
            bitsLeft = target.bitsLeft();
            instruction = JUMP;
          }
          case JUMP -> {
            if (!noteJump(jump())) {
              return false;
            }
          }
          case MATCH -> {
            int length = length(pattern());
            boolean isShort = length < 8;
            if (isShort && previous == MATCH && shortMatch) {
              return false; // Two short ones in a row could be one.
            }
            shortMatch = isShort;
            bitsLeft -= length;
            if (bitsLeft < 0) {
              return false;
            }
          }
          default -> {
            if (previous == DEFAULT) {
              return false;
            }
            system();
          }
        }
        previous = instruction;
      }
      return false;
    }

    private boolean noteJump(int distance) {
      long target = (long) at + distance;
      if (target > end || bitsLeft == 0) {
        return false;
      }
      if (!targets.isEmpty() && target >= targets.element().at()) {
        return false;
      }
      bitsLeft--;
      targets.push(new Target((int) target, bitsLeft));
      return true;
    }

    private boolean restIsPadding() throws EndOfProgram {
      if (end - at > 7) {
        return false;
      }
      while (at != end) {
        if (bit() == 1) {
          return false;
        }
      }
      return true;
    }
  }
}
