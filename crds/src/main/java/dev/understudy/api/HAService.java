package dev.understudy.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumns;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Declares how a service is kept available: by all of its members, or by one leader. */
@Group("understudy.dev")
@Version("v1alpha1")
@Kind("HAService")
@Singular("haservice")
@Plural("haservices")
@ShortNames("has")
@ValidationRule(
    value =
        "self.metadata.name.size() <= 52 &&"
            + " self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name becomes the name of a Service and part of the names of pods: use at most 52"
            + " characters, lower-case letters, digits and '-', beginning with a letter")
@AdditionalPrinterColumns({
  @AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode"),
  @AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.ready"),
  @AdditionalPrinterColumn(name = "Leader", jsonPath = ".status.leader"),
  @AdditionalPrinterColumn(
      name = "Epoch",
      jsonPath = ".status.epoch",
      type = AdditionalPrinterColumn.Type.INTEGER),
  @AdditionalPrinterColumn(
      name = "Reason",
      jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
  @AdditionalPrinterColumn(
      name = "Age",
      jsonPath = ".metadata.creationTimestamp",
      type = AdditionalPrinterColumn.Type.DATE)
})
public class HAService extends CustomResource<HAServiceSpec, HAServiceStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
