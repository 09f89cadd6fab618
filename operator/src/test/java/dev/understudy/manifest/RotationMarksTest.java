package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.understudy.decision.Action;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Rotation;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationMarksTest {
  private static final MemberId A = new MemberId("a.1");
  private static final MemberId B = new MemberId("b.2");

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOREIGN")
  void isReadAsItWasWritten(Rotation rotation) {
    assertThat(RotationMarks.rotation(Map.of(Marks.ROTATION, RotationMarks.label(rotation))))
        .isEqualTo(rotation);
  }

  @Test
  void isForeignInOtherWordsAndNotWritten() {
    assertThat(RotationMarks.rotation(Map.of())).isEqualTo(Rotation.FOREIGN);
    assertThat(RotationMarks.rotation(Map.of(Marks.ROTATION, "Out"))).isEqualTo(Rotation.FOREIGN);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> RotationMarks.label(Rotation.FOREIGN));
  }

  /** What goes first when members are taken away, and on what it was decided. */
  @Test
  void isWrittenWithItsCost() {
    assertThat(RotationMarks.annotations(set(Rotation.OUT)))
        .containsOnly(
            Map.entry("understudy.dev/rotation-at", "71"),
            Map.entry("controller.kubernetes.io/pod-deletion-cost", "-1"));
    assertThat(RotationMarks.annotations(set(Rotation.IN)))
        .containsEntry("understudy.dev/rotation-at", "71")
        .containsEntry("controller.kubernetes.io/pod-deletion-cost", null);
  }

  private static Action.SetRotation set(Rotation now) {
    return new Action.SetRotation("a", "uid", "7", now, "71");
  }

  @Test
  void listsMembers() {
    assertThat(RotationMarks.listed(List.of(A, B), "71"))
        .containsOnly(
            Map.entry("understudy.dev/may-be-out", "a.1,b.2"),
            Map.entry("understudy.dev/rotation-at", "71"));
    assertThat(RotationMarks.mayBeOut(service("a.1,b.2"))).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void takesTheListAwayWithTheLast() {
    assertThat(RotationMarks.listed(List.of(), "71"))
        .containsEntry("understudy.dev/may-be-out", null);
    assertThat(RotationMarks.mayBeOut(new ServiceBuilder().withNewMetadata().and().build()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.1,",
        ",a.1",
        "a.1,a.1",
        "a.1,0123456789012345678901234567890123456789012345678901234567890123456789"
      })
  void leavesOutWhatCannotBeAMember(String text) {
    assertThat(RotationMarks.mayBeOut(service(text))).containsExactly(A);
  }

  private static Service service(String list) {
    Map<String, String> annotations = new HashMap<>();
    annotations.put(Marks.MAY_BE_OUT, list);
    return new ServiceBuilder().withNewMetadata().withAnnotations(annotations).and().build();
  }
}
