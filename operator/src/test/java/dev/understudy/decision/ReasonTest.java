package dev.understudy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
  /** Kubernetes accepts no other as the reason of a condition; people rely on the names. */
  @ParameterizedTest
  @EnumSource
  void isNamedInUpperCamelCase(Reason reason) {
    assertThat(reason.name()).matches("([A-Z][a-z]+)+");
  }

  @ParameterizedTest
  @EnumSource
  void isOfOneKind(Reason reason) {
    assertThat(reason.kind()).isNotNull();
  }

  @Test
  void isTroubleWhenTheTemplateIsUnreadable() {
    assertThat(Reason.TemplateUnreadable.kind()).isEqualTo(Reason.Kind.TROUBLE);
  }

  @Test
  void isAnotherForEveryWayToLoseALeader() {
    assertThat(Ineligibility.values())
        .extracting(Reason::lost)
        .doesNotHaveDuplicates()
        .allMatch(reason -> reason.kind() == Reason.Kind.CHANGE);
  }
}
