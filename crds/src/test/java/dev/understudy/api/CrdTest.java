package dev.understudy.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrdTest {
  private static final Path COMMITTED = Path.of("haservices.understudy.dev.yaml");

  /** The CRD is a contract with users: every change of it must be seen in a diff. */
  @Test
  void committedCrdIsTheOneThatTheTypesGive() throws IOException {
    String generated = CrdDocument.generate();
    if (Boolean.getBoolean("crd.rewrite")) {
      Files.writeString(COMMITTED, generated);
    }
    assertThat(Files.readString(COMMITTED))
        .as("stale CRD: run 'mvn -pl crds test -Dcrd.rewrite=true' and look at the diff")
        .isEqualTo(generated);
  }
}
