package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @Test
  void ofAMemberCanBeReadAndBeALabel() {
    assertThat(Names.member("orders-1-abcde", "uid").value())
        .matches("orders-1-abcde-[0-9a-f]{10}");
  }

  @Test
  void ofAMemberAreCutToTheLengthOfALabel() {
    assertThat(Names.member("a".repeat(52), "uid").value()).matches("a{52}-[0-9a-f]{10}");
    assertThat(Names.member("a".repeat(253), "uid").value()).matches("a{52}-[0-9a-f]{10}");
  }

  /** A pod that is made again under its name is another member; so is one whose name was cut. */
  @Test
  void ofAMemberDifferByPodAndByUid() {
    assertThat(Names.member("a", "uid")).isNotEqualTo(Names.member("a", "another"));
    assertThat(Names.member("a".repeat(60), "uid"))
        .isNotEqualTo(Names.member("a".repeat(61), "uid"));
  }

  @ParameterizedTest
  @CsvSource({
    "orders-0123456789-abcde, true",
    "orders-0123456789, false",
    "orders-worker-abcde, false",
    "orders-worker-0123456789-abcde, false",
    "catalog-0123456789-abcde, false",
    "'', false"
  })
  void tellThePodsOfAService(String pod, boolean isOurs) {
    var has = Read.spec("service: {}");
    has.getMetadata().setName("orders");
    assertThat(Names.isPodOf(has, pod)).isEqualTo(isOurs);
  }

  /** The CRD allows names of 52 characters: with the revision a ReplicaSet's is a label still. */
  @Test
  void ofAReplicaSetFitIntoALabel() {
    var has = Read.spec("service: {}");
    has.getMetadata().setName("a".repeat(52));
    assertThat(Names.replicaSet(has, "0123456789")).hasSize(63);
  }
}
