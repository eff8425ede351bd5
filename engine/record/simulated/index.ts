import sdkOutputs from "./aws-outputs.json" with { type: "json" };
import { compute } from "./aws-compute.ts";
import { data } from "./aws-data.ts";
import { edge } from "./aws-edge.ts";
import { identity } from "./aws-identity.ts";
import { network } from "./aws-network.ts";
import { storage } from "./aws-storage.ts";
import { helmRelease, kubernetesObject } from "./kubernetes.ts";
import { random, tls } from "./random.ts";
import type { Simulator } from "./sim.ts";

/** What no table knows: an id. */
const fallback: Simulator = (sim) => ({ id: `simulated-${sim.hex("id", 17)}` });

const withArn: ReadonlySet<string> = new Set(sdkOutputs.arn);
const withName: ReadonlySet<string> = new Set(sdkOutputs.name);

/** An AWS type that no table knows: what its class in the SDK says every resource has. */
const awsFallback: Simulator = (sim) => {
  const { type } = sim.resource;
  const service = type.slice("aws:".length).split("/")[0] as string;
  return {
    ...fallback(sim),
    ...(withArn.has(type) && { arn: sim.arn(service, `${sim.resource.name}/${sim.hex("arn", 12)}`) }),
    ...(withName.has(type) && { name: sim.name() }),
  };
};

/** A provider: its id is made by Pulumi. */
const provider: Simulator = (sim) => ({ id: sim.uuid("provider") });

export const simulators: {
  readonly byType: Readonly<Record<string, Simulator>>;
  readonly byPackage: Readonly<Record<string, Simulator>>;
  readonly fallback: Simulator;
} = {
  byType: {
    ...network,
    ...data,
    ...storage,
    ...identity,
    ...compute,
    ...edge,
    ...random,
    ...tls,
    "kubernetes:helm.sh/v3:Release": helmRelease,
  },
  byPackage: { aws: awsFallback, kubernetes: kubernetesObject, pulumi: provider },
  fallback,
};
