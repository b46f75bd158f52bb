// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.sign.SigningData;

public class InferenceTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final String A =
      "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
  private static final String B =
      "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
  private static final String C =
      "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";

  @Test
  public void branchesComeWithTheLeastScriptFirst() throws Exception {
    assertThat(inferred("tr(A,{pk(C),{pk(B),pk(A)}})")).isEqualTo("tr(A,{{pk(A),pk(B)},pk(C)})");
    assertThat(inferred("tr(A,{{pk(A),pk(B)},pk(C)})")).isEqualTo("tr(A,{{pk(A),pk(B)},pk(C)})");
    assertThat(inferred("tr(A,{pk(B),pk(B)})")).isEqualTo("tr(A,{pk(B),pk(B)})");
  }

  @Test
  public void whatIsNotKnownBecomesAnAddressOrRaw() {
    assertThat(plain(infer("0014751e76e8199196d454941c45d1b3a323f1433bd6")))
        .isEqualTo("addr(bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080)");
    assertThat(plain(infer("6a0101"))).isEqualTo("raw(6a0101)");
    assertThat(plain(infer("5120" + A))).isEqualTo("rawtr(" + A + ")");
    assertThat(plain(infer("2102" + A + "ac"))).isEqualTo("pk(02" + A + ")");
    assertThat(plain(infer("5121" + "02" + A + "21" + "02" + B + "52ae")))
        .isEqualTo("multi(1,02" + A + ",02" + B + ")");
    // The X of no point.
    assertThat(plain(infer("5120" + "00".repeat(32)))).startsWith("addr(bcrt1p");
  }

  private static Descriptor infer(String script) {
    return Descriptor.infer(Bytes.fromHex(script), new SigningData(), REGTEST);
  }

  private static String inferred(String text) throws Exception {
    String filled = text.replaceAll("\\bA\\b", A).replaceAll("\\bB\\b", B).replaceAll("\\bC\\b", C);
    Descriptor.Expansion expansion =
        Descriptor.parse(filled, REGTEST, false)
            .descriptors()
            .get(0)
            .expand(0, new SigningData())
            .orElseThrow();
    Descriptor found =
        Descriptor.infer(
            expansion.scripts().get(0), expansion.data().withoutSecrets(false), REGTEST);
    return plain(found).replace(A, "A").replace(B, "B").replace(C, "C");
  }

  private static String plain(Descriptor descriptor) {
    String text = descriptor.toString();
    return text.substring(0, text.indexOf('#'));
  }
}
