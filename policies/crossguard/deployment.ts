import type { Tier } from "../rule.ts";
import type { Deployment } from "./rule-policy.ts";

/**
 * What the stack's config declares of itself: `rampart:environment` and `rampart:tier`. The engine hands
 * the config to the pack in PULUMI_CONFIG. The tier is never guessed from the stack's name: undeclared is
 * `unknown`, which rules treat as prod.
 */
export function readDeployment(env: Readonly<Record<string, string | undefined>>): Deployment {
  const config = parseConfig(env["PULUMI_CONFIG"]);
  const tier = config["rampart:tier"];
  return { environment: config["rampart:environment"], tier: isTier(tier) ? tier : "unknown" };
}

function parseConfig(text: string | undefined): Readonly<Record<string, string>> {
  try {
    return JSON.parse(text ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function isTier(value: unknown): value is Tier {
  return value === "prod" || value === "nonprod";
}
