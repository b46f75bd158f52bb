// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.key.XonlyKey;

/**
 * Scripts, public keys with their origins, taproot trees and secret keys that solving and signing
 * may use. Keys are found by HASH160 of the public key, scripts by HASH160 of the script. What was
 * added first stays. Not thread-safe.
 */
public final class SigningData implements AutoCloseable {
  private final Map<Bytes, Bytes> scripts = new LinkedHashMap<>();
  private final Map<Bytes, PublicKey> publicKeys = new LinkedHashMap<>();
  private final Map<PublicKey, KeyOrigin> origins = new LinkedHashMap<>();
  private final Map<Bytes, SecretKey> secrets = new LinkedHashMap<>();
  private final Map<Bytes, TaprootTree> trees = new LinkedHashMap<>();
  private final Map<PublicKey, List<PublicKey>> aggregates = new LinkedHashMap<>();
  private @Nullable MusigSessions musigSessions;

  /** Adds a redeem or witness script. */
  public void addScript(Bytes script) {
    scripts.putIfAbsent(Bytes.wrap(Hashes.hash160(script.unsafeArray())), script);
  }

  /** Adds a public key. */
  public void addPublicKey(PublicKey key) {
    publicKeys.putIfAbsent(key.hash(), key);
  }

  /** Adds a public key under another hash, as tapscripts hash the x-only form. */
  public void addPublicKey(Bytes hash, PublicKey key) {
    publicKeys.putIfAbsent(hash, key);
  }

  /** Adds where a public key comes from. */
  public void addOrigin(PublicKey key, KeyOrigin origin) {
    origins.putIfAbsent(key, origin);
  }

  /** Replaces where a public key comes from. */
  public void replaceOrigin(PublicKey key, KeyOrigin origin) {
    origins.put(key, origin);
  }

  /** Takes over a secret key; closing this closes it. */
  public void addSecret(SecretKey key) {
    secrets.putIfAbsent(key.publicKey().hash(), key);
  }

  /** Adds the scripts of a taproot output. */
  public void addTree(TaprootTree tree) {
    trees.putIfAbsent(tree.output().key().bytes(), tree);
  }

  /**
   * Adds the participants behind an aggregate key (BIP327), in the order in which they were
   * aggregated.
   */
  public void addAggregate(PublicKey aggregate, List<PublicKey> participants) {
    aggregates.putIfAbsent(aggregate, List.copyOf(participants));
  }

  /**
   * Says where secret nonces of MuSig2 are kept from one signing to the next; closing this does not
   * close it.
   */
  public void setMusigSessions(MusigSessions sessions) {
    musigSessions = sessions;
  }

  /** Returns where secret nonces of MuSig2 are kept; if nobody said, they end with this. */
  MusigSessions musigSessions() {
    MusigSessions sessions = musigSessions;
    if (sessions == null) {
      sessions = new MusigSessions();
      musigSessions = sessions;
    }
    return sessions;
  }

  /** Takes over everything {@code other} has, secrets included, and that this lacks. */
  public void merge(SigningData other) {
    other.scripts.forEach(scripts::putIfAbsent);
    other.publicKeys.forEach(publicKeys::putIfAbsent);
    other.origins.forEach(origins::putIfAbsent);
    other.secrets.forEach(secrets::putIfAbsent);
    other.trees.forEach(trees::putIfAbsent);
    other.aggregates.forEach(aggregates::putIfAbsent);
    musigSessions = musigSessions == null ? other.musigSessions : musigSessions;
  }

  /** Finds a redeem script or, by RIPEMD-160 of its SHA-256, a witness script. */
  public Optional<Bytes> script(Bytes hash160) {
    return Optional.ofNullable(scripts.get(hash160));
  }

  /** Finds a public key, also one whose secret key is known. */
  public Optional<PublicKey> publicKey(Bytes hash160) {
    PublicKey key = publicKeys.get(hash160);
    if (key != null) {
      return Optional.of(key);
    }
    return secret(hash160).map(SecretKey::publicKey);
  }

  public Optional<KeyOrigin> origin(PublicKey key) {
    return Optional.ofNullable(origins.get(key));
  }

  /** Finds the origin of either key with this X, even Y first. */
  public Optional<KeyOrigin> origin(XonlyKey key) {
    return key.bothParities().stream().flatMap(k -> origin(k).stream()).findFirst();
  }

  /** Finds a secret key, which stays owned by this. */
  public Optional<SecretKey> secret(Bytes hash160) {
    return Optional.ofNullable(secrets.get(hash160));
  }

  /** Finds the secret key of either key with this X, even Y first. */
  public Optional<SecretKey> secret(XonlyKey key) {
    return key.bothParities().stream().flatMap(k -> secret(k.hash()).stream()).findFirst();
  }

  /** Finds the known public key with this X, even Y first. */
  public Optional<PublicKey> publicKey(XonlyKey key) {
    return key.bothParities().stream().flatMap(k -> publicKey(k.hash()).stream()).findFirst();
  }

  public Optional<TaprootTree> tree(XonlyKey outputKey) {
    return Optional.ofNullable(trees.get(outputKey.bytes()));
  }

  public List<PublicKey> participants(PublicKey aggregate) {
    return aggregates.getOrDefault(aggregate, List.of());
  }

  /** Returns all scripts by their HASH160; a view. */
  public Map<Bytes, Bytes> scripts() {
    return Collections.unmodifiableMap(scripts);
  }

  /** Returns all public keys by their hash; a view. */
  public Map<Bytes, PublicKey> publicKeys() {
    return Collections.unmodifiableMap(publicKeys);
  }

  /** Returns all origins; a view. */
  public Map<PublicKey, KeyOrigin> origins() {
    return Collections.unmodifiableMap(origins);
  }

  /** Returns all secret keys by the hash of their public key; a view. */
  public Map<Bytes, SecretKey> secrets() {
    return Collections.unmodifiableMap(secrets);
  }

  /** Returns all taproot trees by output key; a view. */
  public Map<Bytes, TaprootTree> trees() {
    return Collections.unmodifiableMap(trees);
  }

  /** Returns all aggregate keys with their participants; a view. */
  public Map<PublicKey, List<PublicKey>> aggregates() {
    return Collections.unmodifiableMap(aggregates);
  }

  /**
   * Returns what may be shown to others: everything but the secrets, and origins only if asked for.
   */
  public SigningData withoutSecrets(boolean withOrigins) {
    SigningData out = new SigningData();
    out.scripts.putAll(scripts);
    out.publicKeys.putAll(publicKeys);
    if (withOrigins) {
      out.origins.putAll(origins);
    }
    out.trees.putAll(trees);
    out.aggregates.putAll(aggregates);
    return out;
  }

  /** Returns the same without origins. It shares the secrets, which only this one closes. */
  public SigningData withoutOrigins() {
    SigningData out = withoutSecrets(false);
    out.secrets.putAll(secrets);
    return out;
  }

  /** Closes and forgets all secret keys. */
  @Override
  public void close() {
    secrets.values().forEach(SecretKey::close);
    secrets.clear();
  }

  @Override
  public String toString() {
    return "SigningData with "
        + publicKeys.size()
        + " public and "
        + secrets.size()
        + " secret keys";
  }
}
