package dev.understudy.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.harness.Shell;
import java.nio.file.Path;
import java.util.List;

/**
 * What the checker says of a history.
 *
 * @param linearizable yes, no or undecided
 * @param told operations, however they ended
 * @param operations those of them that were judged
 * @param seen unknown writes that had happened, for their value was read
 * @param segments parts that were judged by themselves
 * @param longest operations in the longest of them
 * @param broken parts that are not linearizable
 */
public record Verdict(
    String linearizable,
    int told,
    int operations,
    int refused,
    int unknown,
    int seen,
    int segments,
    int longest,
    List<Part> broken) {

  /** Of a history; times in nanoseconds of the machine's monotonic clock. */
  public record Part(long from, long to, int operations) {}

  public Verdict {
    broken = List.copyOf(broken);
  }

  /**
   * Compiles the checker if need be.
   *
   * @param picture where to draw the first part that is not linearizable, if there is one
   * @throws IllegalStateException if the history cannot be read
   */
  public static Verdict of(Shell shell, Path history, Path picture) {
    String checker = shell.run("e2e-tests/checker/build");
    Shell.Result result = shell.attempt(checker, "-html", picture.toString(), history.toString());
    if (result.output().isEmpty()) {
      throw new IllegalStateException("the checker says nothing of " + history + ": " + result);
    }
    try {
      return new ObjectMapper().readValue(result.output(), Verdict.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(result.all(), e);
    }
  }

  public boolean isLinearizable() {
    return linearizable.equals("yes");
  }
}
