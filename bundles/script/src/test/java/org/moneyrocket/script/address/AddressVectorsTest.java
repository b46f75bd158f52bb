// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.testkit.vectors.Vectors;

public class AddressVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  public void base58RoundTrips() throws Exception {
    int rows = 0;
    for (JsonNode row : Vectors.json("keys/base58_encode_decode.json")) {
      byte[] data = HEX.parseHex(row.get(0).asText());
      String text = row.get(1).asText();
      assertThat(Base58.encode(data)).isEqualTo(text);
      assertThat(Base58.decode(text, 256)).hasValue(data);
      assertThat(Base58.decode(" " + text + " \n", 256)).hasValue(data);
      if (data.length > 0) {
        assertThat(Base58.decode(text, data.length - 1)).isEmpty();
      }
      rows++;
    }
    assertThat(rows).isEqualTo(21);
    assertThat(Base58.decode("in valid", 256)).isEmpty();
    assertThat(Base58.decode("0", 256)).isEmpty();
    assertThat(Base58.decode("\u0101", 256)).isEmpty();
  }

  @Test
  public void validAddressesAndKeysAreReadAndWrittenOnTheirChainOnly() throws Exception {
    int addresses = 0;
    int keys = 0;
    for (JsonNode row : Vectors.json("keys/key_io_valid.json")) {
      String text = row.get(0).asText();
      Bytes expected = Bytes.fromHex(row.get(1).asText());
      JsonNode about = row.get(2);
      ChainFormat format = format(Chain.byRpcName(about.get("chain").asText()).orElseThrow());
      if (about.get("isPrivkey").asBoolean()) {
        boolean compressed = about.get("isCompressed").asBoolean();
        SecretKey key = format.decodeSecret(text).orElseThrow();
        byte[] secret = new byte[32];
        key.copyTo(secret, 0);
        assertThat(Bytes.wrap(secret)).isEqualTo(expected);
        assertThat(key.isCompressed()).isEqualTo(compressed);
        assertThat(format.encodeSecret(key)).isEqualTo(text);
        assertThat(format.decode(text)).isEmpty();
        keys++;
      } else {
        Destination destination = format.decode(text).orElseThrow();
        assertThat(destination.script()).as(text).isEqualTo(expected);
        assertThat(Destination.of(expected)).hasValue(destination);
        assertThat(format.encode(destination)).isEqualTo(text);
        assertThat(format.decodeSecret(text)).isEmpty();
        boolean flips = about.has("tryCaseFlip") && about.get("tryCaseFlip").asBoolean();
        assertThat(format.decode(flipCase(text)).isPresent()).as(text).isEqualTo(flips);
        addresses++;
      }
    }
    assertThat(addresses).isEqualTo(54);
    assertThat(keys).isEqualTo(16);
  }

  @Test
  public void invalidTextIsRefusedOnEveryChain() throws Exception {
    int rows = 0;
    for (JsonNode row : Vectors.json("keys/key_io_invalid.json")) {
      String text = row.get(0).asText();
      for (Chain chain : Chain.values()) {
        ChainFormat format = format(chain);
        assertThat(format.decodeAddress(text))
            .as(text)
            .isInstanceOfSatisfying(
                ChainFormat.AddressResult.Invalid.class, i -> assertThat(i.error()).isNotEmpty());
        assertThat(format.decodeSecret(text)).isEmpty();
      }
      rows++;
    }
    assertThat(rows).isEqualTo(70);
  }

  @Test
  public void sortedMultisigAddressesFollowBip67() throws Exception {
    int rows = 0;
    for (JsonNode row : Vectors.json("keys/rpc_bip67.json")) {
      List<PublicKey> keys = new ArrayList<>();
      row.get("keys").forEach(k -> keys.add(new PublicKey(Bytes.fromHex(k.asText()))));
      List<PublicKey> sorted = keys.stream().sorted().toList();
      List<String> expected = new ArrayList<>();
      row.get("sorted_keys").forEach(k -> expected.add(k.asText()));
      assertThat(sorted).map(PublicKey::toString).isEqualTo(expected);
      Bytes script = ScriptTemplate.multisigScript(2, sorted);
      assertThat(script.toHex()).isEqualTo(row.get("script").asText());
      assertThat(ScriptTemplate.of(script))
          .isEqualTo(
              new ScriptTemplate.Multisig(2, sorted.stream().map(PublicKey::bytes).toList()));
      assertThat(format(Chain.REGTEST).encode(Destination.ScriptHash.of(script)))
          .isEqualTo(row.get("address").asText());
      rows++;
    }
    assertThat(rows).isEqualTo(4);
  }

  private static ChainFormat format(Chain chain) {
    return new ChainFormat(ChainParameters.of(chain).keys());
  }

  private static String flipCase(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c == upper.charAt(i) ? Character.toLowerCase(c) : upper.charAt(i));
    }
    return out.toString();
  }
}
