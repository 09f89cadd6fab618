package dev.understudy.decision;

import java.util.Optional;

/** Names one pod for ever: made from its name and uid, so that no other pod ever carries it. */
public record MemberId(String value) {
  public MemberId {
    if (value.isEmpty() || value.length() > 63) {
      throw new IllegalArgumentException("not a label value: '" + value + "'");
    }
  }

  /** The member of this name; none if no label could have such a value. */
  public static Optional<MemberId> of(String name) {
    return name.isEmpty() || name.length() > 63
        ? Optional.empty()
        : Optional.of(new MemberId(name));
  }

  @Override
  public String toString() {
    return value;
  }
}
