package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A request to a member. */
public class HttpHookSpec {
  @Required
  @Size(max = 1024)
  @ValidationRule(
      value = "self.matches('^/[!-~]*$')",
      message = "the path of a hook must begin with / and have no blanks, as /promote")
  @JsonPropertyDescription("Path, beginning with /.")
  public @Nullable String path;

  @Required
  @Min(1)
  @Max(65535)
  @JsonPropertyDescription("Port of the pod.")
  public @Nullable Integer port;
}
