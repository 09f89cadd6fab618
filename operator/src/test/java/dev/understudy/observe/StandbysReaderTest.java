package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.api.Mode;
import dev.understudy.decision.StandbysView;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.StandbysManifest;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is to be done about the Service to the standbys. */
class StandbysReaderTest {
  private static Scene declared() {
    return new Scene().declares(StandbysReaderTest::declare).service();
  }

  private static void declare(HAService has) {
    Objects.requireNonNull(has.getSpec().service).standbys = true;
  }

  private static Service ours(Scene scene) {
    Service clients = scene.sources().service().orElseThrow();
    return new ServiceBuilder(StandbysManifest.declared(scene.has(), clients))
        .editMetadata()
        .withUid("uid-of-ours")
        .withResourceVersion("7")
        .endMetadata()
        .build();
  }

  @Test
  void itIsMadeWhereItIsDeclared() {
    assertThat(new Scene().service().observe().standbys()).isEqualTo(StandbysView.AS_DECLARED);
    assertThat(declared().observe().standbys()).isEqualTo(new StandbysView.Missing());
    assertThat(new Scene().declares(StandbysReaderTest::declare).observe().standbys())
        .as("before there is one to clients, whose ports it has")
        .isEqualTo(StandbysView.AS_DECLARED);
  }

  @Test
  void itIsLeftAsItIsIfThatIsRight() {
    Scene scene = declared();
    assertThat(scene.standbys(ours(scene)).observe().standbys())
        .isEqualTo(StandbysView.AS_DECLARED);
    assertThat(ours(scene).getSpec().getSelector())
        .containsOnlyKeys(Marks.SERVICE, Marks.ROLE)
        .containsEntry(Marks.ROLE, "standby");
  }

  @Test
  void itIsBroughtToWhatIsDeclared() {
    Scene scene = declared();
    Service edited =
        new ServiceBuilder(ours(scene))
            .editSpec()
            .editFirstPort()
            .withPort(9)
            .endPort()
            .endSpec()
            .build();
    assertThat(scene.standbys(edited).observe().standbys())
        .isEqualTo(new StandbysView.Outdated("7"));
  }

  /** Where nobody stands by all may be read from. */
  @Test
  void itSelectsAllInActiveActive() {
    Scene scene = declared();
    Service before = ours(scene);
    scene.has().getSpec().mode = Mode.ActiveActive;
    assertThat(scene.standbys(before).observe().standbys())
        .isEqualTo(new StandbysView.Outdated("7"));
    assertThat(ours(scene).getSpec().getSelector()).containsOnlyKeys(Marks.SERVICE, Marks.ROTATION);
  }

  @Test
  void itIsTakenAwayWhereItIsNoLongerDeclared() {
    Scene scene = new Scene().service();
    assertThat(scene.standbys(ours(scene)).observe().standbys())
        .isEqualTo(new StandbysView.Unwanted("uid-of-ours"));
  }

  @Test
  void whatBelongsToOthersIsNotTouched() {
    Scene scene = declared();
    Service others =
        new ServiceBuilder(ours(scene)).editMetadata().withOwnerReferences().endMetadata().build();
    assertThat(scene.standbys(others).observe().standbys())
        .isEqualTo(new StandbysView.Taken("somebody else"));
    assertThat(new Scene().service().standbys(others).observe().standbys())
        .isEqualTo(StandbysView.AS_DECLARED);
  }
}
