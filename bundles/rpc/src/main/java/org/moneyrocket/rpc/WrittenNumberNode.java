// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number of so many digits, or with so large an exponent, that nothing can be done with it: it is
 * out of every range, and written as it was read.
 */
final class WrittenNumberNode extends NumericNode {
  private static final long serialVersionUID = 1L;

  private final String text;

  WrittenNumberNode(String text) {
    AnswerMeter.count(64 + text.length());
    this.text = text;
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeNumber(text);
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
    return doubleValue();
  }

  @Override
  public int intValue() {
    return (int) doubleValue();
  }

  @Override
  public long longValue() {
    return (long) doubleValue();
  }

  @Override
  public double doubleValue() {
    return Double.parseDouble(text);
  }

  @Override
  public BigDecimal decimalValue() {
    throw new ArithmeticException("a number of " + text.length() + " characters");
  }

  @Override
  public BigInteger bigIntegerValue() {
    throw new ArithmeticException("a number of " + text.length() + " characters");
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
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrittenNumberNode node && node.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
