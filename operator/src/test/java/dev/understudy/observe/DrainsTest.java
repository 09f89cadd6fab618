package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Also of what the caches keep: {@link Scene} compares. */
class DrainsTest {
  private static final Toleration EVERYTHING = new Toleration(null, null, "Exists", null, null);

  private static boolean isDrained(Taint taint, Toleration... tolerations) {
    return new Scene()
        .node(it -> it.editSpec().withTaints(taint).endSpec())
        .pod("a", it -> it.editSpec().withTolerations(tolerations).endSpec())
        .member()
        .place()
        .cordoned();
  }

  private static Taint taint(String key, String effect) {
    return new Taint(effect, key, "2026-11-24T12:00:00Z", "yes");
  }

  private static final Taint EXPELLING = taint("maintenance", "NoExecute");

  private static Toleration tolerating(String value, @Nullable Long seconds) {
    return new Toleration("NoExecute", "maintenance", "Equal", seconds, value);
  }

  @Test
  void areForPodsThatDoNotTolerateTheTaint() {
    assertThat(isDrained(EXPELLING)).isTrue();
    assertThat(isDrained(EXPELLING, tolerating("no", null))).isTrue();
    assertThat(isDrained(EXPELLING, tolerating("yes", null))).isFalse();
    assertThat(isDrained(EXPELLING, EVERYTHING)).isFalse();
  }

  /** It will be deleted then: there is time to hand over. */
  @Test
  void areForPodsThatTolerateItForAWhile() {
    assertThat(isDrained(EXPELLING, tolerating("yes", 300L))).isTrue();
    assertThat(isDrained(EXPELLING, tolerating("yes", 300L), EVERYTHING)).isTrue();
  }

  @Test
  void areAnnouncedByAutoscalers() {
    assertThat(isDrained(taint("ToBeDeletedByClusterAutoscaler", "NoSchedule"))).isTrue();
    assertThat(isDrained(taint("karpenter.sh/disrupted", "NoSchedule"))).isTrue();
    assertThat(isDrained(taint("karpenter.sh/disrupted", "NoSchedule"), EVERYTHING)).isFalse();
  }

  @Test
  void areNoneWhereNothingIsTakenAway() {
    assertThat(isDrained(taint("dedicated", "NoSchedule"))).isFalse();
    assertThat(isDrained(taint("DeletionCandidateOfClusterAutoscaler", "PreferNoSchedule")))
        .isFalse();
  }

  /** Lost, not drained: its condition says so, and nothing of that is planned. */
  @Test
  void areNoneWhereTheNodeIsLost() {
    for (String key : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
      assertThat(isDrained(taint(key, "NoExecute"))).isFalse();
    }
  }

  @Test
  void areCordons() {
    assertThat(
            new Scene()
                .node(it -> it.editSpec().withUnschedulable(true).endSpec())
                .pod("a", it -> it.editSpec().withTolerations(EVERYTHING).endSpec())
                .member()
                .place()
                .cordoned())
        .isTrue();
  }
}
