package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What one process knows of one kind: the objects as they were at a moment that has passed. */
final class Cache {
  private final ApiServer api;
  private final Kind kind;
  private final TreeMap<String, Stored> objects = new TreeMap<>();
  private int seen;
  private boolean filled;

  Cache(ApiServer api, Kind kind) {
    this.api = api;
    this.kind = kind;
  }

  boolean isBehind() {
    return seen < api.history(kind).size();
  }

  int behind() {
    return api.history(kind).size() - seen;
  }

  /** The next change, in the order in which they happened. */
  void advance() {
    apply(api.history(kind).get(seen));
    seen++;
  }

  /**
   * The state so many changes ago, unless a newer one is known: those in between are never seen.
   */
  void relist(int ago) {
    filled = true;
    int upTo = Math.max(seen, api.history(kind).size() - ago);
    while (seen < upTo) {
      advance();
    }
  }

  private void apply(ApiServer.Change change) {
    if (change.now().isPresent()) {
      objects.put(change.name(), change.now().get());
    } else {
      objects.remove(change.name());
    }
  }

  /** Until when the true state was as this shows it; that it is not filled yet is no excuse. */
  long shows(long now) {
    return filled && isBehind() ? api.history(kind).get(seen).at() : now;
  }

  Optional<Stored> get(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  <T extends Stored> List<T> all(Class<T> type) {
    Collection<Stored> all = objects.values();
    List<T> typed = new ArrayList<>(all.size());
    all.forEach(object -> typed.add(type.cast(object)));
    return typed;
  }
}
