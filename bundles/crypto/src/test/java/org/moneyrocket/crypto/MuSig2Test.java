// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;

public class MuSig2Test {
  private static final byte[] HASH = Hashes.sha256(new byte[] {1});

  @Test
  public void aggregationMatchesBip327() {
    // key_agg_vectors.json of BIP327.
    byte[] k0 = hex("02F9308A019258C31049344F85F89D5229B531C845836F99B08601F113BCE036F9");
    byte[] k1 = hex("03DFF1D77F2A671C5F36183726DB2341BE58FEAE1DA2DECED843240F7B502BA659");
    byte[] k2 = hex("023590A94E768F8E1815C2F24B4D80A8E3149316C3518CE7B7AD338368D038CA66");

    assertThat(xonly(List.of(k0, k1, k2)))
        .isEqualTo(hex("90539EEDE565F5D054F32CC0C220126889ED1E5D193BAF15AEF344FE59D4610C"));
    assertThat(xonly(List.of(k2, k1, k0)))
        .isEqualTo(hex("6204DE8B083426DC6EAF9502D27024D53FC826BF7D2012148A0575435DF54B2B"));
    assertThat(xonly(List.of(k0, k0, k0)))
        .isEqualTo(hex("B436E3BAD62B8CD409969A224731C193D051162D8C5AE8B109306127DA3AA935"));
    assertThatThrownBy(() -> MuSig2.aggregate(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MuSig2.aggregate(List.of(new byte[33])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  public void threeSignersMakeOneSignature() {
    List<MuSig2.Tweak> tweaks =
        List.of(
            new MuSig2.Tweak(Hashes.sha256(new byte[] {2}), false),
            new MuSig2.Tweak(Hashes.sha256(new byte[] {3}), true));
    for (List<MuSig2.Tweak> used : List.of(List.<MuSig2.Tweak>of(), tweaks)) {
      MuSig2.Session session = new MuSig2.Session(keys(), used, HASH);
      List<MuSig2.Nonce> nonces = nonces(session);
      List<byte[]> publicNonces = nonces.stream().map(MuSig2.Nonce::publicNonce).toList();
      List<byte[]> partials = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        partials.add(
            MuSig2.sign(session, publicNonces, nonces.get(i).secret(), secret(i + 1))
                .orElseThrow());
      }
      byte[] signature = MuSig2.combine(session, publicNonces, partials).orElseThrow();

      assertThat(Schnorr.verify(expectedKey(used), HASH, signature)).isTrue();
      partials.set(1, partials.get(0));
      assertThat(MuSig2.combine(session, publicNonces, partials)).isEmpty();
    }
  }

  private static byte[] expectedKey(List<MuSig2.Tweak> tweaks) {
    byte[] key = MuSig2.aggregate(keys());
    for (MuSig2.Tweak tweak : tweaks) {
      if (tweak.xonly()) {
        key = Arrays.copyOfRange(key, 1, 33);
        return Secp256k1.xonlyTweakAdd(key, tweak.tweak()).orElseThrow().key();
      }
      key = Secp256k1.publicTweakAdd(key, tweak.tweak()).orElseThrow();
    }
    return Arrays.copyOfRange(key, 1, 33);
  }

  @Test
  public void aNonceWorksOnceAndOnlyForASigner() {
    MuSig2.Session session = new MuSig2.Session(keys(), List.of(), HASH);
    List<MuSig2.Nonce> nonces = nonces(session);
    List<byte[]> publicNonces = nonces.stream().map(MuSig2.Nonce::publicNonce).toList();
    MuSig2.SecretNonce first = nonces.get(0).secret();

    assertThat(MuSig2.sign(session, publicNonces, first, secret(1))).isPresent();
    assertThatThrownBy(() -> MuSig2.sign(session, publicNonces, first, secret(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(MuSig2.sign(session, publicNonces, nonces.get(1).secret(), secret(9))).isEmpty();
    assertThat(MuSig2.sign(session, publicNonces.subList(0, 2), nonces.get(2).secret(), secret(3)))
        .isEmpty();
    assertThat(first).hasToString("SecretNonce [redacted]");
  }

  private static List<MuSig2.Nonce> nonces(MuSig2.Session session) {
    List<MuSig2.Nonce> nonces = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      nonces.add(MuSig2.nonce(session, secret(i), Hashes.sha256(new byte[] {7, (byte) i})));
    }
    return nonces;
  }

  private static List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      keys.add(Secp256k1.publicKey(secret(i), true));
    }
    return keys;
  }

  private static byte[] xonly(List<byte[]> keys) {
    return Arrays.copyOfRange(MuSig2.aggregate(keys), 1, 33);
  }

  private static byte[] secret(int value) {
    byte[] out = new byte[32];
    out[31] = (byte) value;
    return out;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
