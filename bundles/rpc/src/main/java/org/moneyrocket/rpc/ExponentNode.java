// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number so large or small that it is written with an exponent: in full, six characters of a
 * request could become ten thousand of the reply.
 */
final class ExponentNode extends NumericNode {
  private static final long serialVersionUID = 1L;
  private static final int MOST_DIGITS = 40;

  private final BigDecimal value;

  private ExponentNode(BigDecimal value) {
    this.value = value;
  }

  /** Makes a node that writes the number in the way that suits its size. */
  static NumericNode of(BigDecimal value) {
    boolean plain = value.scale() >= -MOST_DIGITS && value.scale() <= MOST_DIGITS;
    return plain ? new DecimalNode(value) : new ExponentNode(value);
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeNumber(value.toString());
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_NUMBER_FLOAT;
  }

  @Override
  public JsonParser.NumberType numberType() {
    return JsonParser.NumberType.BIG_DECIMAL;
  }

  @Override
  public Number numberValue() {
    return value;
  }

  @Override
  public int intValue() {
    return (int) value.doubleValue();
  }

  @Override
  public long longValue() {
    return (long) value.doubleValue();
  }

  @Override
  public double doubleValue() {
    return value.doubleValue();
  }

  @Override
  public BigDecimal decimalValue() {
    return value;
  }

  /** Not given: it could have two thousand million digits. */
  @Override
  public BigInteger bigIntegerValue() {
    throw new ArithmeticException("no whole number: " + value);
  }

  @Override
  public boolean canConvertToInt() {
    return false;
  }

  @Override
  public boolean canConvertToLong() {
    return false;
  }

  @Override
  public String asText() {
    return value.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExponentNode node && node.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
