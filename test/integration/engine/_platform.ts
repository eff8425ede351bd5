import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Plan } from "../../../engine/plan.ts";
import { recordProgram } from "../../../engine/record/index.ts";
import { ROOT, type Request } from "./support.ts";

export type StackName = "staging" | "prod";
export const STACKS: readonly StackName[] = ["staging", "prod"];

const ACCOUNTS: Readonly<Record<StackName, string>> = { staging: "730418265193", prod: "481729305866" };
const ZONES: Readonly<Record<StackName, string>> = {
  staging: "Z04417261MHT2BXCPLYAU",
  prod: "Z06834312QVWZ7RDGKNFE",
};

/** Values of a deployment of one's own in the place of every shipped example, as `rampart:settings` gives them. */
export function ownSettings(stack: StackName) {
  const accountId = ACCOUNTS[stack];
  const role = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;
  const image = (name: string): string => {
    const digest = createHash("sha256").update(name).digest("hex");
    return `${accountId}.dkr.ecr.eu-central-1.amazonaws.com/${name}@sha256:${digest}`;
  };
  return {
    accountId,
    domains: { main: { name: stack === "prod" ? "mahaseel.sa" : "staging.mahaseel.sa", hostedZoneId: ZONES[stack] } },
    cluster: {
      access: {
        deployerRoleArns: [role("rampart-deployer")],
        adminRoleArns: [role("platform-admin")],
        operatorRoleArns: [role("platform-operator")],
        readOnlyRoleArns: [role("platform-read-only")],
        breakGlassRoleArn: role("break-glass"),
      },
    },
    database: { bootstrapImage: image("rampart/bootstrap") },
    pooler: { image: image("rampart/pgbouncer"), exporterImage: image("rampart/pgbouncer-exporter") },
    antivirus: { image: image("mahaseel/clamav"), workerImage: image("mahaseel/scan-worker") },
    operatorSessions: { psql: { image: image("rampart/session") }, valkey: { image: image("rampart/session") } },
    egress: { sms: { domains: ["api.mahaseel-sms.sa"] } },
    workloads: {
      api: { image: image("mahaseel/api") },
      worker: { image: image("mahaseel/worker") },
      migrate: { image: image("mahaseel/api") },
    },
    alarms: { receivers: { emails: ["on-call@mahaseel.sa"] } },
  };
}

/** The stack's own config file, as the CLI would pass it on. */
export function shippedConfig(stack: StackName): Record<string, string> {
  const file = parse(readFileSync(join(ROOT, `stacks/Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(file.config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** The same with the values of a deployment of one's own. */
function ownConfig(stack: StackName): Record<string, string> {
  return {
    ...shippedConfig(stack),
    "aws:allowedAccountIds": JSON.stringify([ACCOUNTS[stack]]),
    "rampart:settings": JSON.stringify(ownSettings(stack)),
  };
}

/** The project's program as the engine is asked to run it. */
export function platformRequest(stack: StackName): Pick<Request, "stack" | "program" | "config"> {
  return { stack, program: join(ROOT, "index.ts"), config: ownConfig(stack) };
}

/** The same program recorded without an engine, by the same config. */
export async function recordPlatform(stack: StackName, mode: "simulate" | "preview"): Promise<Plan> {
  return recordProgram({
    programDir: ROOT,
    stack,
    mode,
    config: ownConfig(stack),
    // The stand-in gives the same answer (standin/provider.ts): the engine asks, the recorder cannot.
    fixtures: {
      accountId: ACCOUNTS[stack],
      invokes: [{ token: "aws:ec2/getManagedPrefixList:getManagedPrefixList", result: { id: "pl-0a1b2c3d4e5f60718" } }],
    },
    environment: stack,
    tier: stack === "prod" ? "prod" : "nonprod",
  });
}
