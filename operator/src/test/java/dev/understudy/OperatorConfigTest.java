package dev.understudy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.understudy.observe.Rights;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorConfigTest {
  private static final Map<String, String> SMALLEST =
      Map.of("POD_NAME", "understudy-1", "POD_NAMESPACE", "understudy-system");

  private static OperatorConfig with(String name, String value) {
    Map<String, String> environment = new HashMap<>(SMALLEST);
    environment.put(name, value);
    return OperatorConfig.from(environment);
  }

  @Test
  void hasDefaults() {
    assertThat(OperatorConfig.from(SMALLEST))
        .isEqualTo(
            new OperatorConfig(
                "understudy-1",
                "understudy-system",
                "",
                true,
                new Rights(true, false),
                Optional.empty(),
                "understudy-operator",
                8080));
  }

  @Test
  void isReadFromTheEnvironment() {
    assertThat(with("POD_IP", "10.244.1.7").address()).isEqualTo("10.244.1.7:8080");
    assertThat(with("UNDERSTUDY_TETHERS", "false").tethers()).isFalse();
    assertThat(with("UNDERSTUDY_MAKE_PODS", "false").rights()).isEqualTo(new Rights(false, false));
    assertThat(with("UNDERSTUDY_EXEC_HOOKS", "true").rights()).isEqualTo(new Rights(true, true));
    assertThat(with("UNDERSTUDY_OPERATOR_LEASE", "blue").lease()).isEqualTo("blue");
    assertThat(with("UNDERSTUDY_HTTP_PORT", "9090").httpPort()).isEqualTo(9090);
    assertThat(with("UNDERSTUDY_WATCH_NAMESPACE", "shop").watched()).contains("shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop,stock", "shop,", ","})
  void saysThatNamespacesAreNoList(String list) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("UNDERSTUDY_WATCH_NAMESPACE", list))
        .withMessage(
            "UNDERSTUDY_WATCH_NAMESPACE is a list: '"
                + list
                + "'; give one namespace, or none for all, and install the operator once for each");
  }

  @Test
  void saysThatTethersAreOnOrOff() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("UNDERSTUDY_TETHERS", "yes"))
        .withMessage("UNDERSTUDY_TETHERS is neither true nor false: 'yes'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void watchesAllNamespacesIfNoneIsNamed(String nothing) {
    assertThat(with("UNDERSTUDY_WATCH_NAMESPACE", nothing).watched()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POD_NAME", "POD_NAMESPACE"})
  void saysWhoSetsWhatIsMissing(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(name, ""))
        .withMessage(name + " is not set; the chart sets it from the pod's own metadata");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "", "-1", "65536", "80 80"})
  void saysWhatAPortIs(String port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("UNDERSTUDY_HTTP_PORT", port))
        .withMessage(
            "UNDERSTUDY_HTTP_PORT is not a port: '" + port + "'; give a number from 0 to 65535");
  }
}
