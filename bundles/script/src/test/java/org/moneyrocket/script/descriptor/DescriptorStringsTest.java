// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.script.sign.SigningData;

public class DescriptorStringsTest {
  private static final ChainFormat MAIN = new ChainFormat(ChainParameters.of(Chain.MAIN).keys());
  private static final String XPRV =
      "xprvA1RpRA33e1JQ7ifknakTFpgNXPmW2YvmhqLQYMmrj4xJXXWYpDPS3xz7iAxn8L39njGVyuoseXzU6rcxFLJ8HFsTjSyQbLYnMpCqE2VbFWc";
  private static final String XPUB =
      "xpub6ERApfZwUNrhLCkDtcHTcxd75RbzS1ed54G1LkBUHQVHQKqhMkhgbmJbZRkrgZw4koxb5JaHWkY4ALHY2grBGRjaDMzQLcgJvLJuZZvRcEL";
  private static final String WIF = "L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1";
  private static final String KEY =
      "03a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd";

  @Test
  public void secretsAreShownOnlyWhenAskedFor() throws Exception {
    Descriptor.Parsed parsed = parse("pkh(" + WIF + ")");
    Descriptor descriptor = parsed.descriptors().get(0);

    assertThat(plain(descriptor.toString())).isEqualTo("pkh(" + KEY + ")");
    assertThat(descriptor.hasAllSecrets(parsed.secrets())).isTrue();
    assertThat(descriptor.hasAnySecret(parsed.secrets())).isTrue();
    assertThat(plain(descriptor.toPrivateString(parsed.secrets()))).isEqualTo("pkh(" + WIF + ")");
    assertThat(descriptor.hasAnySecret(new SigningData())).isFalse();
    assertThat(plain(descriptor.toPrivateString(new SigningData()))).isEqualTo("pkh(" + KEY + ")");
  }

  @Test
  public void inTaprootASecretKeyIsShownXonly() throws Exception {
    Descriptor.Parsed parsed = parse("tr(" + WIF + ")");
    Descriptor descriptor = parsed.descriptors().get(0);

    assertThat(plain(descriptor.toString())).isEqualTo("tr(" + KEY.substring(2) + ")");
    assertThat(plain(descriptor.toPrivateString(parsed.secrets()))).isEqualTo("tr(" + WIF + ")");
    assertThat(plain(parse("tr(" + KEY + ")").descriptors().get(0).toString()))
        .isEqualTo("tr(" + KEY + ")");
  }

  @Test
  public void markersAreKeptAndTheIdentityUsesApostrophes() throws Exception {
    String text = "wpkh([d34db33f/44h/0'/0']" + XPRV + "/1h/2/*h)";
    Descriptor.Parsed parsed = parse(text);
    Descriptor descriptor = parsed.descriptors().get(0);

    assertThat(plain(descriptor.toString()))
        .isEqualTo("wpkh([d34db33f/44h/0h/0h]" + XPUB + "/1h/2/*h)");
    assertThat(plain(descriptor.toPrivateString(parsed.secrets())))
        .isEqualTo("wpkh([d34db33f/44h/0h/0h]" + XPRV + "/1h/2/*h)");
    assertThat(plain(descriptor.toCompatibleString()))
        .isEqualTo("wpkh([d34db33f/44'/0'/0']" + XPUB + "/1'/2/*')");
    Descriptor other = parse("wpkh([d34db33f/44'/0'/0']" + XPUB + "/1'/2/*')").descriptors().get(0);
    assertThat(other.id()).isEqualTo(descriptor.id());
    assertThat(other).isNotEqualTo(descriptor);
  }

  @Test
  public void normalizingMovesHardenedStepsIntoTheOrigin() throws Exception {
    Descriptor.Parsed parsed = parse("wpkh([d34db33f/84']" + XPRV + "/1'/2/3h/4/*)");
    Descriptor descriptor = parsed.descriptors().get(0);
    ExtendedSecretKey root = MAIN.decodeExtendedSecret(XPRV).orElseThrow();
    int hardened = 0x80000000;
    String lastHardened =
        MAIN.encodeExtended(
            root.derive(new KeyPath(List.of(1 | hardened, 2, 3 | hardened)))
                .orElseThrow()
                .neuter());
    String expected = "wpkh([d34db33f/84h/1h/2/3h]" + lastHardened + "/4/*)";

    assertThat(
            descriptor.toNormalizedString(parsed.secrets(), null).map(DescriptorStringsTest::plain))
        .hasValue(expected);
    assertThat(descriptor.toNormalizedString(new SigningData(), null)).isEmpty();
    DescriptorCache cache = new DescriptorCache();
    descriptor.expandAndCache(0, parsed.secrets(), cache).orElseThrow();
    assertThat(
            descriptor
                .toNormalizedString(new SigningData(), cache)
                .map(DescriptorStringsTest::plain))
        .hasValue(expected);
    Descriptor without = parse("wpkh(" + XPRV + "/1'/*)").descriptors().get(0);
    assertThat(plain(without.toNormalizedString(parsed.secrets(), null).orElseThrow()))
        .startsWith("wpkh([" + root.neuter().key().fingerprint() + "/1h]xpub");
    Descriptor hardenedRange = parse("wpkh(" + XPRV + "/1/*')").descriptors().get(0);
    assertThat(plain(hardenedRange.toNormalizedString(new SigningData(), null).orElseThrow()))
        .isEqualTo("wpkh(" + XPUB + "/1/*h)");
  }

  @Test
  public void hardenedRangesExpandWithSecretsOrFromTheCache() throws Exception {
    Descriptor.Parsed parsed = parse("wpkh(" + XPRV + "/1'/*')");
    Descriptor descriptor = parsed.descriptors().get(0);
    DescriptorCache cache = new DescriptorCache();

    assertThat(descriptor.canSelfExpand()).isFalse();
    assertThat(descriptor.expand(0, new SigningData())).isEmpty();
    List<Bytes> scripts =
        descriptor.expandAndCache(5, parsed.secrets(), cache).orElseThrow().scripts();
    assertThat(descriptor.expandFromCache(5, cache).orElseThrow().scripts()).isEqualTo(scripts);
    assertThat(descriptor.expandFromCache(6, cache)).isEmpty();
    assertThat(cache.derived()).hasSize(1);
    assertThat(cache.parents()).isEmpty();
    SigningData secrets = new SigningData();
    descriptor.expandSecrets(5, parsed.secrets(), secrets);
    assertThat(secrets.secrets()).hasSize(1);
    ExtendedPublicKey key = cache.derived(0, 5).orElseThrow();
    assertThat(secrets.secret(key.key().hash()).orElseThrow().publicKey()).isEqualTo(key.key());
  }

  @Test
  public void cachesAreMergedAndContradictionsFound() throws Exception {
    Descriptor.Parsed parsed = parse("wpkh(" + XPRV + "/1'/*)");
    Descriptor descriptor = parsed.descriptors().get(0);
    DescriptorCache one = new DescriptorCache();
    descriptor.expandAndCache(0, parsed.secrets(), one);
    DescriptorCache two = new DescriptorCache();

    assertThat(two.merge(one).parents()).hasSize(1);
    assertThat(two.merge(one).isEmpty()).isTrue();
    assertThat(two.lastHardened()).isEqualTo(one.lastHardened()).hasSize(1);
  }

  @Test
  public void originsNameTheMasterKeyAndThePath() throws Exception {
    Descriptor descriptor = parse("wpkh([d34db33f/84h]" + XPUB + "/1/*)").descriptors().get(0);
    SigningData data = descriptor.expand(7, new SigningData()).orElseThrow().data();

    assertThat(data.origins()).hasSize(1);
    assertThat(data.origins().values().iterator().next().format('h')).isEqualTo("d34db33f/84h/1/7");
  }

  @Test
  public void sizesAndTypesAreKnown() throws Exception {
    assertSizes("pkh(" + KEY + ")", OutputType.LEGACY, 25, 4 * (1 + 71 + 1 + 33), 2);
    assertSizes("wpkh(" + KEY + ")", OutputType.BECH32, 22, 1 + 71 + 1 + 33, 2);
    assertSizes("sh(wpkh(" + KEY + "))", OutputType.P2SH_SEGWIT, 23, 4 * 23 + 1 + 71 + 1 + 33, 3);
    assertSizes("wsh(multi(1," + KEY + "))", OutputType.BECH32, 34, 1 + 37 + 1 + 72, 3);
    assertSizes("tr(" + KEY + ")", OutputType.BECH32M, 34, 66, 1);
    assertSizes("sh(multi(1," + KEY + "))", OutputType.LEGACY, 23, 4 * (1 + 37 + 1 + 72), 3);
    Descriptor combo = parse("combo(" + KEY + ")").descriptors().get(0);
    assertThat(combo.outputType()).isEmpty();
    assertThat(combo.isSingleType()).isFalse();
    assertThat(combo.maxSatisfactionWeight(true)).isEmpty();
  }

  private static void assertSizes(
      String text, OutputType type, long script, long weight, long elements) throws Exception {
    Descriptor descriptor = parse(text).descriptors().get(0);
    assertThat(descriptor.outputType()).as(text).hasValue(type);
    assertThat(descriptor.scriptSize()).as(text).hasValue(script);
    assertThat(descriptor.maxSatisfactionWeight(false)).as(text).hasValue(weight);
    assertThat(descriptor.maxSatisfactionElements()).as(text).hasValue(elements);
  }

  private static Descriptor.Parsed parse(String text) throws DescriptorException {
    return Descriptor.parse(text, MAIN, false);
  }

  private static String plain(String text) {
    return text.substring(0, text.indexOf('#'));
  }
}
