package dev.understudy.decision;

/** Names one pod for ever: made from its name and uid, so that no other pod ever carries it. */
public record MemberId(String value) {
  public MemberId {
    if (value.isEmpty() || value.length() > 63) {
      throw new IllegalArgumentException("not a label value: '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
