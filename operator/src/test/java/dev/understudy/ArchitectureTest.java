package dev.understudy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;

/** The boundaries between the packages: who may know what. */
@AnalyzeClasses(packages = "dev.understudy", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule decisionDependsOnTheJdkAlone =
      classes()
          .that()
          .resideInAPackage("dev.understudy.decision")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.understudy.decision",
              "java.lang..",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "java.time",
              "org.jspecify..");

  @ArchTest
  static final ArchRule decisionHasNoClock =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.decision")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Instant.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule manifestIsPure =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.manifest")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(KubernetesClient.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.javaoperatorsdk..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.understudy.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsAreNamed =
      noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..");

  @ArchTest
  static final ArchRule noMachineComparesAnothersClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .because("durations come from System.nanoTime; wall clocks are for people who read");
}
