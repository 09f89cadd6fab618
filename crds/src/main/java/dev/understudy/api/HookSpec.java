package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a member is told of its part, and that it answered. */
@ValidationRule(
    value = "has(self.http) != has(self.exec)",
    message = "give either http, a request to the member, or exec, a command in it")
public class HookSpec {
  @JsonPropertyDescription(
      "POST with the JSON"
          + " {\"hook\":\"promote\",\"service\":\"shop/orders\",\"member\":\"orders-1\",\"epoch\":7};"
          + " any answer of 200 to 299 says that it is done. It may come more than once at the same"
          + " epoch.")
  public @Nullable HttpHookSpec http;

  @JsonPropertyDescription(
      "A command that is run in the member; exit code 0 says that it is done. It may be run more"
          + " than once at the same epoch; one that has not ended in time has failed, and is not"
          + " stopped. Needs rbac.execHooks=true in the chart.")
  public @Nullable ExecHookSpec exec;

  @Default("10")
  @Min(1)
  @Max(3600)
  @JsonPropertyDescription("How long an answer is waited for, each time.")
  public @Nullable Integer timeoutSeconds;

  @Default("2")
  @Min(0)
  @Max(100)
  @JsonPropertyDescription("How often it is called again, a second after it failed.")
  public @Nullable Integer retries;
}
