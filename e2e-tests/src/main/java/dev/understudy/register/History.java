package dev.understudy.register;

import java.util.ArrayList;
import java.util.List;

/** The operations on one register in the order in which they ended. */
final class History {

  private final List<Operation> operations = new ArrayList<>();
  private long forgotten;

  synchronized void add(Operation operation) {
    operations.add(operation);
  }

  synchronized long size() {
    return forgotten + operations.size();
  }

  /** Those before it are never asked for again. */
  synchronized List<Operation> from(long index) {
    int known = Math.toIntExact(Math.clamp(index - forgotten, 0, operations.size()));
    operations.subList(0, known).clear();
    forgotten += known;
    return List.copyOf(operations);
  }
}
