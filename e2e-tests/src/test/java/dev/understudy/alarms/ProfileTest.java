package dev.understudy.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {
  private static final Pattern PATIENCE =
      Pattern.compile("periodSeconds: 1, failureThreshold: (\\d+)");

  @ParameterizedTest
  @EnumSource
  void aFreezeIsFarShorterThanTheDeadlineAndThanTheKubeletsPatience(Profile profile) {
    assertThat(profile.freeze().multipliedBy(2)).isLessThan(profile.deadline());
    Matcher patience = PATIENCE.matcher(profile.manifest());
    assertThat(patience.find()).as(profile.manifest()).isTrue();
    assertThat(Long.parseLong(patience.group(1))).isGreaterThan(profile.freeze().toSeconds() + 1);
  }

  @Test
  void theFieldIsThereIfAProfileIsDeclared() {
    assertThat(Profile.FAST.manifest())
        .contains("  health:\n    detection: Fast\n    readinessProbe:");
    assertThat(Profile.UNSET.manifest()).doesNotContain("detection");
  }

  @ParameterizedTest
  @EnumSource
  void membersAreSpread(Profile profile) {
    assertThat(profile.manifest()).containsOnlyOnce("topologySpreadConstraints");
  }
}
