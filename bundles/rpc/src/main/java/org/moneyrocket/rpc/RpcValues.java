// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

/** Turns JSON values of a request into ours, with Bitcoin Core's error codes and messages. */
public final class RpcValues {
  private static final int HASH_DIGITS = 64;
  private static final long FIXED_POINT_LIMIT = 1_000_000_000_000_000_000L;

  private RpcValues() {}

  /** Returns a text. */
  public static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw wrongType(value, "string");
    }
    return value.textValue();
  }

  /** Returns a truth value. */
  public static boolean flag(JsonNode value) {
    if (!value.isBoolean()) {
      throw wrongType(value, "bool");
    }
    return value.booleanValue();
  }

  /** Returns a whole number of 64 bits. */
  public static long integer(JsonNode value) {
    return inRange(value, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Returns a whole number of 32 bits. */
  public static int int32(JsonNode value) {
    return (int) inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Returns a whole number of 32 bits without sign. */
  public static long uint32(JsonNode value) {
    return inRange(value, 0, 0xffff_ffffL);
  }

  private static long inRange(JsonNode value, long low, long high) {
    if (!value.isNumber()) {
      throw wrongType(value, "number");
    }
    if (!value.isIntegralNumber()) {
      throw outOfRange();
    }
    BigInteger number = value.bigIntegerValue();
    if (number.bitLength() > 63 || number.longValue() < low || number.longValue() > high) {
      throw outOfRange();
    }
    return number.longValue();
  }

  private static RpcException outOfRange() {
    return new RpcException(RpcErrorCode.MISC_ERROR, "JSON integer out of range");
  }

  /** Returns a number. */
  public static double real(JsonNode value) {
    if (!value.isNumber()) {
      throw wrongType(value, "number");
    }
    double number = value.doubleValue();
    if (Double.isInfinite(number)) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "JSON double out of range");
    }
    return number;
  }

  /** Returns satoshis from decimal BTC. */
  public static long satoshis(JsonNode value) {
    return fixedPoint(value, 8);
  }

  /**
   * Returns a decimal number, text or JSON number, as a whole number of its last decimal.
   *
   * @param decimals how many decimals there may be
   */
  public static long fixedPoint(JsonNode value, int decimals) {
    if (!value.isNumber() && !value.isTextual()) {
      throw new RpcException(RpcErrorCode.TYPE_ERROR, "Amount is not a number or string");
    }
    long amount;
    try {
      BigDecimal number = value.isTextual() ? decimal(value.textValue()) : value.decimalValue();
      if (number.precision() - number.scale() > 20
          || number.stripTrailingZeros().scale() > decimals) {
        throw new ArithmeticException("more decimals than allowed");
      }
      amount = number.movePointRight(decimals).longValueExact();
      if (Math.abs(amount) >= FIXED_POINT_LIMIT) {
        throw new ArithmeticException("more digits than allowed");
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new RpcException(RpcErrorCode.TYPE_ERROR, "Invalid amount");
    }
    if (!Amount.isMoney(amount)) {
      throw new RpcException(RpcErrorCode.TYPE_ERROR, "Amount out of range");
    }
    return amount;
  }

  // Only JSON's number syntax: BigDecimal alone would take ".5", "+1" and "1.".
  private static BigDecimal decimal(String text) {
    if (text.length() > 50
        || !text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
      throw new NumberFormatException("not a decimal number");
    }
    return new BigDecimal(text);
  }

  /**
   * Returns a hash given by 64 hex digits in display order.
   *
   * @param name how messages call the value
   */
  public static BlockHash blockHash(JsonNode value, String name) {
    return BlockHash.fromDisplay(hashDigits(value, name));
  }

  /** Returns a transaction id given by 64 hex digits in display order. */
  public static Txid txid(JsonNode value, String name) {
    return Txid.fromDisplay(hashDigits(value, name));
  }

  private static String hashDigits(JsonNode value, String name) {
    String digits = text(value);
    // Counted as sent, in UTF-8: an accented letter is two.
    int length = digits.getBytes(StandardCharsets.UTF_8).length;
    if (length != HASH_DIGITS) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          name
              + " must be of length "
              + HASH_DIGITS
              + " (not "
              + length
              + ", for '"
              + digits
              + "')");
    }
    if (!isHex(digits)) {
      throw notHex(digits, name);
    }
    return digits;
  }

  /** Returns bytes given by hex digits. */
  public static Bytes bytes(JsonNode value, String name) {
    String digits = value.isTextual() ? value.textValue() : "";
    if (digits.isEmpty() || !isHex(digits)) {
      throw notHex(digits, name);
    }
    return Bytes.fromHex(digits);
  }

  /** Tells whether a text is an even number of hex digits. */
  public static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return text.length() % 2 == 0;
  }

  private static RpcException notHex(String digits, String name) {
    return new RpcException(
        RpcErrorCode.INVALID_PARAMETER,
        name + " must be hexadecimal string (not '" + digits + "')");
  }

  /**
   * Checks the members of an object.
   *
   * @param kinds expected JSON type by name, as {@link Json#kind} names them; empty takes any
   * @param mayBeMissing whether members may be missing or null
   * @param strict whether other members are refused
   */
  public static void checkMembers(
      JsonNode object, Map<String, String> kinds, boolean mayBeMissing, boolean strict) {
    kinds.forEach(
        (name, kind) -> {
          JsonNode member = object.path(name);
          boolean none = Json.isNone(member);
          if (none && !mayBeMissing) {
            throw new RpcException(RpcErrorCode.TYPE_ERROR, "Missing " + name);
          }
          if (!none && !kind.isEmpty() && !Json.kind(member).equals(kind)) {
            throw new RpcException(
                RpcErrorCode.TYPE_ERROR,
                "JSON value of type "
                    + Json.kind(member)
                    + " for field "
                    + name
                    + " is not of expected type "
                    + kind);
          }
        });
    if (strict) {
      object
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!kinds.containsKey(name)) {
                  throw new RpcException(RpcErrorCode.TYPE_ERROR, "Unexpected key " + name);
                }
              });
    }
  }

  /** Returns begin and end of a range: a number is its end, a list holds both. */
  public static long[] range(JsonNode value) {
    if (value.isNumber()) {
      return new long[] {0, integer(value)};
    }
    if (value.isArray()
        && value.size() == 2
        && value.get(0).isNumber()
        && value.get(1).isNumber()) {
      long low = integer(value.get(0));
      long high = integer(value.get(1));
      if (low > high) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER,
            "Range specified as [begin,end] must not have begin after end");
      }
      return new long[] {low, high};
    }
    throw new RpcException(
        RpcErrorCode.INVALID_PARAMETER, "Range must be specified as end or as [begin,end]");
  }

  /** Returns begin and end of a range of descriptor indexes: at most a million of them. */
  public static int[] descriptorRange(JsonNode value) {
    long[] range = range(value);
    if (range[0] < 0) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Range should be greater or equal than 0");
    }
    if (range[1] >> 31 != 0) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "End of range is too high");
    }
    if (range[1] >= range[0] + 1_000_000) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Range is too large");
    }
    return new int[] {(int) range[0], (int) range[1]};
  }

  private static RpcException wrongType(JsonNode value, String expected) {
    return new RpcException(
        RpcErrorCode.TYPE_ERROR,
        "JSON value of type " + Json.kind(value) + " is not of expected type " + expected);
  }
}
