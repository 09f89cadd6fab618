package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.Detection;
import dev.understudy.api.DetectionStatus;
import dev.understudy.api.HealthSpec;
import dev.understudy.detect.Contact;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutlookTest {
  private static final Probe HTTP =
      new ProbeBuilder()
          .withNewHttpGet()
          .withPath("/ready")
          .withPort(new IntOrString(8080))
          .endHttpGet()
          .build();

  private static UnaryOperator<PodBuilder> probedBy(Probe probe) {
    return pod ->
        pod.editSpec()
            .editFirstContainer()
            .withReadinessProbe(probe)
            .endContainer()
            .endSpec()
            .editStatus()
            .withPodIP("10.244.1.7")
            .endStatus();
  }

  private static Scene held() {
    return new Scene().pod("a", probedBy(HTTP)).contact("a", Contact.HELD);
  }

  private static DetectionStatus outlook(Scene scene) {
    return Outlook.of(scene.sources(), scene.observe(), true);
  }

  private static HealthSpec health(Detection detection) {
    HealthSpec health = new HealthSpec();
    health.detection = detection;
    return health;
  }

  @ParameterizedTest
  @CsvSource({"Fast, 300, 1000, 2950", "Balanced, 300, 7300, 7450", "Tolerant, 300, 20300, 21450"})
  void followsFromTheProfile(Detection detection, long crash, long hang, long nodeLoss) {
    DetectionStatus status =
        outlook(held().declares(has -> has.getSpec().health = health(detection)));
    assertThat(status.profile).isEqualTo(detection);
    assertThat(status.crashMillis).isEqualTo(crash);
    assertThat(status.hangMillis).isEqualTo(hang);
    assertThat(status.nodeLossMillis).isEqualTo(nodeLoss);
    assertThat(status.because).isNull();
  }

  @Test
  void isBalancedIfNothingIsDeclared() {
    assertThat(outlook(held()).profile).isEqualTo(Detection.Balanced);
  }

  @Test
  void isThatOfTheReadinessProbeIfItIsSooner() {
    Probe eager =
        new ProbeBuilder(HTTP)
            .withPeriodSeconds(1)
            .withFailureThreshold(2)
            .withTimeoutSeconds(1)
            .build();
    assertThat(outlook(held().pod("a", probedBy(eager))).hangMillis).isEqualTo(3300);
  }

  @Test
  void saysWhatItCostsThatAMemberWasNeverReached() {
    DetectionStatus status = outlook(held().contact("a", Contact.NEVER_REACHED));
    assertThat(status.crashMillis).isEqualTo(2500);
    assertThat(status.hangMillis).isEqualTo(31300);
    assertThat(status.nodeLossMillis).isEqualTo(55300);
    assertThat(status.because)
        .containsExactly(
            "a was never reached on port 8080: does a NetworkPolicy forbid the operator to"
                + " connect?");
  }

  @Test
  void isThatOfTheMemberWhoseLossIsNoticedLast() {
    Scene scene = held().pod("b", probedBy(HTTP)).contact("b", Contact.CLOSES);
    assertThat(outlook(scene).crashMillis).isEqualTo(1300);
    assertThat(outlook(scene).because).containsExactly("b closes each connection at once.");
  }

  @Test
  void saysThatAMemberCannotBeAsked() {
    Probe tcp =
        new ProbeBuilder()
            .withNewTcpSocket()
            .withPort(new IntOrString(8080))
            .endTcpSocket()
            .build();
    DetectionStatus status = outlook(held().pod("a", probedBy(tcp)));
    assertThat(status.hangMillis).isEqualTo(31300);
    assertThat(status.because)
        .containsExactly(
            "a hangs unnoticed by the operator: its readiness probe is neither of HTTP nor gRPC.");
  }

  /** Its node has no kubelet that could be asked. */
  @Test
  void saysThatTheSecondWitnessIsMissing() {
    DetectionStatus status = outlook(held().unreachedKubelet("green"));
    assertThat(status.nodeLossMillis).isEqualTo(55300);
    assertThat(status.because)
        .containsExactly(
            "The kubelet of green was never reached: does a firewall forbid the operator to"
                + " connect?");
  }

  @Test
  void saysThatTethersAreOff() {
    Scene scene = held().contact("a", Contact.NEVER_REACHED);
    DetectionStatus status = Outlook.of(scene.sources(), scene.observe(), false);
    assertThat(status.profile).isNull();
    assertThat(status.crashMillis).isEqualTo(2500);
    assertThat(status.because).hasSize(1);
  }

  @Test
  void isUnknownAsLongAsNobodyIsReady() {
    Scene scene = new Scene().pod("a", PodFacet.NOT_READY::of);
    DetectionStatus status = outlook(scene);
    assertThat(status.crashMillis).isNull();
    assertThat(status.because).isNull();
  }
}
