package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Shell;
import dev.understudy.soak.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker of histories says no when it should. No cluster is needed, but Go. */
class CheckerIT {
  @TempDir Path folder;

  private final Shell shell = new Shell(Path.of("..").toAbsolutePath().normalize(), Map.of());

  /** Lines like {@code write 1 at 10-20 ok}; times need no order. */
  private Verdict check(String operations) throws IOException {
    String json =
        operations.replaceAll(
            "(\\w+) (\\d+) at (\\d+)-(\\d+) (\\w+)",
            "{\"client\":1,\"op\":\"$1\",\"value\":$2,\"call\":$3,\"return\":$4,\"outcome\":\"$5\"}");
    Path history = folder.resolve("history.jsonl");
    Files.writeString(history, json);
    return Verdict.of(shell, history, folder.resolve("broken.html"));
  }

  private void assertRight(String operations) throws IOException {
    assertThat(check(operations).linearizable()).isEqualTo("yes");
    assertThat(folder.resolve("broken.html")).doesNotExist();
  }

  private void assertWrong(String operations) throws IOException {
    Verdict verdict = check(operations);
    assertThat(verdict.linearizable()).isEqualTo("no");
    assertThat(verdict.broken()).hasSize(1);
    assertThat(folder.resolve("broken.html")).isNotEmptyFile();
  }

  @Test
  void aReadGivesTheLastWrite() throws IOException {
    assertRight(
        """
        read 0 at 1-2 ok
        write 1 at 3-4 ok
        read 1 at 5-6 ok
        """);
  }

  @Test
  void aStaleReadIsFound() throws IOException {
    assertWrong(
        """
        write 1 at 1-2 ok
        write 2 at 3-4 ok
        read 2 at 5-6 ok
        read 1 at 7-8 ok
        """);
  }

  @Test
  void aLostWriteIsFound() throws IOException {
    assertWrong(
        """
        write 1 at 1-2 ok
        read 0 at 3-4 ok
        """);
  }

  @Test
  void whatWasRefusedMustNotBeRead() throws IOException {
    assertWrong(
        """
        write 1 at 1-2 refused
        read 1 at 3-4 ok
        """);
  }

  @Test
  void whatIsUnknownMayHappenAtAnyLaterTime() throws IOException {
    assertRight(
        """
        write 1 at 1-2 unknown
        write 2 at 3-4 ok
        read 2 at 5-6 ok
        read 1 at 7-8 ok
        write 9 at 1-2 unknown
        read 7 at 9-10 unknown
        """);
  }

  @Test
  void butOnlyOnce() throws IOException {
    assertWrong(
        """
        write 1 at 1-2 unknown
        read 1 at 3-4 ok
        write 2 at 5-6 ok
        read 1 at 7-8 ok
        """);
  }

  /** Its own tests: against a plain search on random histories, and with very many unknown. */
  @Test
  void itAgreesWithAPlainSearch() {
    Shell.Result result = shell.attempt("e2e-tests/checker/build", "test");
    assertThat(result.code()).as(result.all()).isZero();
    result
        .output()
        .lines()
        .filter(it -> it.contains("histories agree"))
        .forEach(it -> System.out.println("measured: CheckerIT:" + it));
  }
}
