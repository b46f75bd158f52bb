// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.Test;

public class TransactionEncodingTest {
  private static final String INPUT = "22".repeat(32) + "05000000" + "0151" + "feffffff";
  private static final String OUTPUT = "e803000000000000" + "0151";
  private static final String BODY = "01" + INPUT + "01" + OUTPUT;

  private static Transaction decode(String hex) throws DecodeException {
    return Transaction.decode(Bytes.fromHex(hex));
  }

  @Test
  public void readsBothEncodingsAndWritesThemBack() throws Exception {
    String plain = "ffffffff" + BODY + "ffffffff";
    String witness = "02000000" + "0001" + BODY + "0201aa00" + "00000000";

    assertThat(decode(plain).toBytes().toHex()).isEqualTo(plain);
    assertThat(decode(plain).version()).isEqualTo(-1);
    assertThat(decode(witness).toBytes().toHex()).isEqualTo(witness);
    assertThat(decode(witness).inputs().get(0).witness())
        .containsExactly(Bytes.fromHex("aa"), Bytes.EMPTY);
  }

  @Test
  public void theWitnessIsNoPartOfTheIdentifier() throws Exception {
    Transaction plain = decode("02000000" + BODY + "00000000");
    Transaction witness = decode("02000000" + "0001" + BODY + "0101aa" + "00000000");

    assertThat(witness.txid()).isEqualTo(plain.txid());
    assertThat(plain.wtxid().hash()).isEqualTo(plain.txid().hash());
    assertThat(witness.wtxid()).isNotEqualTo(plain.wtxid());
    assertThat(witness.baseSize()).isEqualTo(plain.totalSize());
    assertThat(witness.totalSize()).isEqualTo(plain.totalSize() + 5);
    assertThat(witness.weight()).isEqualTo(4 * plain.totalSize() + 5);
    assertThat(witness.vsize()).isEqualTo(plain.totalSize() + 2);
  }

  @Test
  public void aWitnessOfEmptyStacksIsRefused() {
    assertThatThrownBy(() -> decode("02000000" + "0001" + BODY + "00" + "00000000"))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Superfluous witness record");
  }

  @Test
  public void flagsThatNobodyKnowsAreRefused() {
    for (String flag : List.of("02", "80")) {
      assertThatThrownBy(() -> decode("02000000" + "00" + flag + BODY + "00000000"))
          .isInstanceOf(DecodeException.class)
          .hasMessage("Unknown transaction optional data");
    }
    assertThatThrownBy(() -> decode("02000000" + "0003" + BODY + "0101aa" + "00000000"))
        .isInstanceOf(DecodeException.class)
        .hasMessage("Unknown transaction optional data");
  }

  @Test
  public void noInputsLookLikeTheMarkOfAWitness() throws Exception {
    Transaction empty = decode("02000000" + "0000" + "07000000");
    assertThat(empty.inputs()).isEmpty();
    assertThat(empty.outputs()).isEmpty();
    assertThat(empty.lockTime()).isEqualTo(7);

    Bytes noInputs = Bytes.fromHex("02000000" + "00" + "01" + OUTPUT + "00000000");
    assertThatThrownBy(() -> Transaction.decode(noInputs)).isInstanceOf(DecodeException.class);
    Transaction old = Transaction.read(new ByteReader(noInputs), false);
    assertThat(old.inputs()).isEmpty();
    assertThat(old.outputs()).hasSize(1);
  }

  @Test
  public void sizesMustBeInTheShortestForm() {
    for (String one : List.of("fd0100", "fe01000000", "ff0100000000000000")) {
      assertThatThrownBy(() -> decode("02000000" + one + INPUT + "01" + OUTPUT + "00000000"))
          .isInstanceOf(DecodeException.class)
          .hasMessage("non-canonical ReadCompactSize()");
    }
    assertThatThrownBy(() -> decode("02000000" + "fe01000002" + INPUT))
        .isInstanceOf(DecodeException.class)
        .hasMessage("ReadCompactSize(): size too large: 33554433");
  }

  @Test
  public void nothingMayFollowOrBeMissing() {
    String plain = "02000000" + BODY + "00000000";
    assertThatThrownBy(() -> decode(plain + "00")).isInstanceOf(DecodeException.class);
    for (int length = 0; length < plain.length(); length += 2) {
      String part = plain.substring(0, length);
      assertThatThrownBy(() -> decode(part)).isInstanceOf(DecodeException.class);
    }
  }

  @Test
  public void onlyAnOutpointWithoutHashAndWithTheLastIndexIsNull() {
    Txid some = new Txid(Bytes.fromHex("22".repeat(32)));
    assertThat(OutPoint.NULL.isNull()).isTrue();
    assertThat(new OutPoint(Txid.ZERO, 0).isNull()).isFalse();
    assertThat(new OutPoint(some, -1).isNull()).isFalse();
  }
}
