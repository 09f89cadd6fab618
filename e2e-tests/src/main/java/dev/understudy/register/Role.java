package dev.understudy.register;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a member is told of itself: annotation {@code understudy.dev/role} of its pod, as a file.
 */
sealed interface Role {
  record Leader(long epoch) implements Role {}

  record Standby() implements Role {}

  /** Whatever does not say otherwise is a standby. */
  static Role parse(String text) {
    String[] words = text.strip().split(" ", -1);
    return words.length == 2 && words[0].equals("leader") && words[1].matches("[0-9]{1,18}")
        ? new Leader(Long.parseLong(words[1]))
        : new Standby();
  }

  /** A file that cannot be read says nothing, as before the operator has seen the pod. */
  static Role read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException _) {
      return new Standby();
    }
  }
}
