package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.ExecHookSpec;
import dev.understudy.api.Fencing;
import dev.understudy.api.HooksSpec;
import dev.understudy.api.PromoteHookSpec;
import dev.understudy.decision.Flaw;
import dev.understudy.decision.Policy;
import dev.understudy.decision.Reason;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the operator has no right to do it says, before it does half of it. */
class PolicyReaderTest {
  private static Policy policy(Rights rights, Consumer<ActivePassiveSpec> declared) {
    return new Scene(rights)
        .declares(has -> {
          has.getSpec().activePassive = new ActivePassiveSpec();
          declared.accept(has.getSpec().activePassive);
        })
        .observe()
        .policy();
  }

  private static void command(ActivePassiveSpec spec) {
    spec.hooks = new HooksSpec();
    spec.hooks.onPromote = new PromoteHookSpec();
    spec.hooks.onPromote.exec = new ExecHookSpec();
  }

  @Test
  void aTemplateWithoutTheRightToMakePods() {
    Policy policy = policy(new Rights(false, true), spec -> {});
    assertThat(policy.flaw().map(Flaw::reason)).hasValue(Reason.RightsMissing);
    assertThat(policy.flaw().orElseThrow().sentence()).contains("rbac.makePods=true");
    assertThat(policy.forbidden()).as("its members go on").isEmpty();
  }

  @Test
  void stoppingALeaderWithoutTheRightToDeletePods() {
    assertThat(
            policy(new Rights(false, true), spec -> spec.fencing = Fencing.StopLeader)
                .forbidden()
                .orElse(""))
        .contains("fencing: StopLeader", "rbac.makePods=true");
  }

  @Test
  void aCommandWithoutTheRightToRunAny() {
    assertThat(policy(new Rights(true, false), PolicyReaderTest::command).forbidden().orElse(""))
        .contains("A hook is a command", "rbac.execHooks=true");
  }

  @Test
  void nothingElse() {
    Policy all =
        policy(
            new Rights(true, true),
            spec -> {
              spec.fencing = Fencing.StopLeader;
              command(spec);
            });
    assertThat(all.forbidden()).isEmpty();
    assertThat(all.flaw()).isEmpty();
  }
}
