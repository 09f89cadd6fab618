package dev.understudy.manifest;

import org.jspecify.annotations.Nullable;

/** What was declared, and let through by its open schema, is not what it should be. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  UnreadableException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** What is wrong and what to do, for people. */
  public String sentence() {
    return sentence;
  }
}
