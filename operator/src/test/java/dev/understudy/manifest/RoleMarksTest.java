package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.decision.Role;
import dev.understudy.decision.Told;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleMarksTest {
  static Stream<Told> everyTelling() {
    return Stream.of(
        new Told(new Role.Leader(7), 7),
        new Told(new Role.Leader(Integer.MAX_VALUE), Integer.MAX_VALUE),
        new Told(new Role.Standby(), 8),
        new Told(new Role.None(), 9));
  }

  @ParameterizedTest
  @MethodSource("everyTelling")
  void isReadAsItWasWritten(Told told) {
    Map<String, String> written = new HashMap<>(RoleMarks.annotations(told));
    written.values().removeIf(value -> value == null);
    assertThat(RoleMarks.told(written, labelled(told.role()))).isEqualTo(told);
  }

  private static Map<String, String> labelled(Role role) {
    return Optional.ofNullable(RoleMarks.label(role))
        .map(label -> Map.of(Marks.ROLE, label))
        .orElseGet(Map::of);
  }

  /** A Service selects by it. */
  @Test
  void isALabelWithoutTheEpoch() {
    assertThat(RoleMarks.label(new Role.Leader(7))).isEqualTo("leader");
    assertThat(RoleMarks.label(new Role.Standby())).isEqualTo("standby");
    assertThat(RoleMarks.label(new Role.None())).isNull();
  }

  /** Of a release before, or edited by hand: it is told again, at no earlier epoch. */
  @Test
  void isNotOursIfTheLabelSaysSomethingElse() {
    Map<String, String> leads = Map.of(Marks.ROLE, "leader 7", Marks.ROLE_EPOCH, "7");
    assertThat(RoleMarks.told(leads, Map.of()))
        .isEqualTo(new Told(new Role.Foreign("leader 7"), 7));
    assertThat(RoleMarks.told(leads, Map.of(Marks.ROLE, "standby")).role())
        .isInstanceOf(Role.Foreign.class);
    assertThat(RoleMarks.told(Map.of(), Map.of(Marks.ROLE, "standby")).role())
        .isInstanceOf(Role.Foreign.class);
  }

  /** Workloads read it: these words are API. */
  @Test
  void isWrittenInTheseWords() {
    assertThat(RoleMarks.annotations(new Told(new Role.Leader(7), 7)))
        .containsEntry("understudy.dev/role", "leader 7")
        .containsEntry("understudy.dev/role-epoch", "7");
    assertThat(RoleMarks.annotations(new Told(new Role.Standby(), 8)))
        .containsEntry("understudy.dev/role", "standby")
        .containsEntry("understudy.dev/role-epoch", "8");
    assertThat(RoleMarks.annotations(new Told(new Role.None(), 9)))
        .containsEntry("understudy.dev/role", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "leader",
        "leader -1",
        "leader 07",
        "leader 7 ",
        "Standby",
        "leader 99999999999"
      })
  void isNotOursInOtherWords(String text) {
    assertThat(RoleMarks.told(Map.of(Marks.ROLE, text), Map.of()).role())
        .isEqualTo(new Role.Foreign(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "seven", "2147483648"})
  void isOfNoEpochIfThatIsNone(String text) {
    assertThat(RoleMarks.told(Map.of(Marks.ROLE_EPOCH, text), Map.of()).epoch()).isZero();
  }
}
