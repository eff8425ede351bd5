import { hash } from "node:crypto";
import type { Pair } from "../../../engine/environments.ts";
import { readState } from "../../../engine/inputs/state.ts";
import { substituteIdentity } from "../../../engine/normalise.ts";
import { compareStates } from "../../../engine/parity/state.ts";
import { encodePlan } from "../../../engine/plan-codec.ts";
import type { Plan } from "../../../engine/plan.ts";
import type { Json, Written } from "./_edit.ts";

/**
 * What `pulumi stack export` would write of a recorded plan: ids as AWS gives them, different in every account,
 * secrets encrypted, and every tag repeated in `tagsAll`.
 */
function exported(plan: Plan, account: string): { deployment: { resources: StateResource[] } } {
  const text = encodePlan(plan).replaceAll(/51a7ed[0-9a-f]+/gi, (all: string) => {
    const digest = hash("sha256", `${account} ${all}`, "hex");
    if (all.length === SECRET_SUFFIX) return lettersOf(digest);
    const digits = digest.slice(0, all.length);
    return /[A-F]/.test(all) ? digits.toUpperCase() : digits;
  });
  const { resources } = JSON.parse(text) as { resources: Written[] };
  return {
    deployment: {
      resources: resources.map((resource) => ({
        urn: resource.urn,
        type: resource.type,
        custom: resource["custom"] as boolean,
        external: resource["external"] as boolean,
        ...(resource["parent"] !== undefined && { parent: resource["parent"] as string }),
        ...(typeof resource.outputs?.["id"] === "string" && { id: resource.outputs["id"] }),
        inputs: wired(resource.inputs) as { [key: string]: Json },
        outputs: merged(wired(resource.inputs), wired(resource.outputs ?? {})),
        dependencies: resource.dependencies,
        ...(resource.options["protect"] === true && { protect: true }),
      })),
    },
  };
}

/** What the recorder ends the ARN of a secret with. */
const SECRET_SUFFIX = 7;

/** What Secrets Manager ends it with: six letters and digits of either case. */
function lettersOf(digest: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const pairs = digest.slice(0, 12).match(/../g) ?? [];
  return pairs.map((pair) => alphabet[Number.parseInt(pair, 16) % alphabet.length]).join("");
}

/** Providers answer with the inputs and what they know beside. */
function merged(inputs: Json, outputs: Json): Json {
  if (!isMap(inputs) || !isMap(outputs)) return inputs;
  const keys = new Set([...Object.keys(inputs), ...Object.keys(outputs)]);
  return Object.fromEntries(
    [...keys].map((key) => {
      const [input, output] = [inputs[key], outputs[key]];
      return [key, input === undefined ? (output as Json) : output === undefined ? input : merged(input, output)];
    }),
  );
}

function isMap(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What nobody declared between the exported states of two recordings, the right one changed by hand. */
export function drift(
  of: Pair,
  plans: { readonly left: Plan; readonly right: Plan },
  edit: (resources: StateResource[]) => void = () => {},
): string[] {
  const read = (side: "left" | "right", change: (resources: StateResource[]) => void) => {
    const state = exported(substituteIdentity(plans[side], of.standIn, of.identity[side]), side);
    change(state.deployment.resources);
    return { plan: readState(JSON.stringify(state), `${side}.json`), identity: of.identity[side] };
  };
  const { undeclared } = compareStates(
    read("left", () => {}),
    read("right", edit),
    of.standIn,
    plans,
  );
  return undeclared.map(({ kind, resource, path }) => `${kind} ${resource} ${path}`);
}

export interface StateResource {
  urn: string;
  type: string;
  inputs: { [key: string]: Json };
  [field: string]: unknown;
}

const SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Markers as the engine writes them; what the recording did not know, AWS has answered with something. */
function wired(value: Json): Json {
  if (Array.isArray(value)) return value.map(wired);
  if (typeof value !== "object" || value === null) return value;
  if (value["$secret"] === true) return { [SECRET_SIGNATURE]: SECRET, ciphertext: "djE6" };
  if (value["$unknown"] === true) return "answered";
  if (value["$asset"] !== undefined || value["$ref"] !== undefined) return "file";
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wired(item)]));
}
