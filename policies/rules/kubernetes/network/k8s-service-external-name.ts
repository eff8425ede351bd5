import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { SERVICES } from "../_links.ts";
import { service } from "./_examples.ts";

/** Names that mean something else inside the cluster or the instance, and bare addresses. */
const INTERNAL =
  /(?:^|\.)(?:localhost|local|internal|localdomain|svc|metadata)\.?$|^instance-data\.?$|^(?:0x[\da-f]+|\d+)(?:\.(?:0x[\da-f]+|\d+))*\.?$|:/i;
/** Public names that resolve to the address written in them, or to this machine. */
const RESOLVES_INWARD = /(?:^|\.)(?:nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me)\.?$/i;

export default defineRule({
  id: "k8s-service-external-name",
  title: "Refuse external-name services that point at internal or metadata names.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Whoever may route to the service reaches the internal name through the ingress, past the policies of its namespace.",
  fix: "Remove the service, or point externalName at a public name; reach another namespace by its own service.",
  links: [SERVICES],
  types: ["kubernetes:core/v1:Service"],
  check: (resource) => {
    if (resource.get("spec", "type").string() !== "ExternalName") return NOT_APPLICABLE;
    const name = resource.get("spec", "externalName");
    const text = name.string()?.trim() ?? "";
    return INTERNAL.test(text) || RESOLVES_INWARD.test(text)
      ? [name.fail("the service points at an internal name; remove it or name a public host.")]
      : [];
  },
  examples: {
    pass: [{ inputs: service({ type: "ExternalName", externalName: "api.example.com" }) }],
    fail: [
      "metadata.google.internal",
      "db.other.svc.cluster.local",
      "169.254.169.254",
      "0xa9fea9fe",
      "instance-data",
      "169.254.169.254.nip.io",
    ].map((externalName) => ({
      name: externalName,
      inputs: service({ type: "ExternalName", externalName }),
      path: "/spec/externalName",
      message: "points at an internal name",
    })),
    undecided: [
      { inputs: service({ type: "ExternalName", externalName: UNKNOWN }), path: "/spec/externalName" },
      { inputs: service({ type: UNKNOWN, externalName: "localhost" }), path: "/spec/type" },
    ],
  },
});
