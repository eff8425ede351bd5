import { AdmissionPolicies } from "../../components/admission-policies.ts";
import type { Cluster } from "../../components/cluster.ts";
import { Namespace } from "../../components/namespace.ts";
import type { Settings } from "../settings.ts";
import { tagsOf } from "./names.ts";

/** The cluster's own gate: what the pack asks of objects, asked again of whoever talks to the API. */
export function createAdmission(settings: Settings, cluster: Cluster): AdmissionPolicies {
  const tags = tagsOf(settings);
  const { provider, ready } = cluster;
  const namespace = new Namespace(
    "admission-namespace",
    {
      name: "rampart-admission",
      podSecurityVersion: `v${settings.cluster.version}`,
      // It holds parameters, and no pods.
      quota: { cpuRequests: "0", cpuLimits: "0", memory: "0", pods: 0, ephemeralStorage: "0", persistentStorage: "0" },
      tags,
    },
    { provider, dependsOn: ready },
  );
  return new AdmissionPolicies(
    "admission",
    { parameterNamespace: namespace.namespaceName, trustedRegistries: registriesOf(settings), tags },
    { provider, dependsOn: [...ready, ...namespace.ready] },
  );
}

/** The registries of the images that the settings name: no others are pulled from. */
function registriesOf(settings: Settings): string[] {
  return [...new Set(imagesOf(settings).map((image) => image.slice(0, image.indexOf("/"))))];
}

/** Every image that the settings name, under whichever key. */
function imagesOf(value: unknown, key = ""): string[] {
  if (typeof value === "string") return /image$/i.test(key) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([inner, item]) => imagesOf(item, inner));
}
