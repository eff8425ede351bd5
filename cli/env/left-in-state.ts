import { readState } from "../../engine/inputs/state.ts";
import { taggedAs } from "../../engine/parity/state.ts";
import { PlanError } from "../../engine/plan-reader.ts";
import type { Plan } from "../../engine/plan.ts";
import { STACK_TYPE } from "../../engine/urn.ts";
import type { Machine } from "../doctor/machine.ts";
import { UserError } from "../exit-codes.ts";
import { InputError, readText } from "../read-inputs.ts";

/** The environment whose state is looked for. */
export interface Wanted {
  readonly programDir: string;
  readonly system: string;
  readonly name: string;
  /** The stack that deploys it; a program without its file has none. */
  readonly stack: string | undefined;
}

/** How somebody knows that nothing is deployed any more. */
export interface Claim {
  /** What `pulumi stack export` wrote. */
  readonly state?: string;
  readonly stateIsGone?: boolean;
}

/**
 * How it is known that nothing of an environment is deployed any more.
 *
 * @throws UserError while its state holds resources, and where nobody can tell.
 */
export async function requireNothingDeployed(machine: Machine, wanted: Wanted, claim: Claim): Promise<string> {
  if (claim.state !== undefined && claim.stateIsGone === true) {
    throw new UserError("--state and --state-is-gone say two things; give one of them");
  }
  if (claim.stateIsGone === true) return "you say so (--state-is-gone)";
  if (claim.state !== undefined) {
    refuseResources(wanted, await planOf(wanted, claim.state), claim.state);
    return `${claim.state} holds no resources`;
  }
  return askBackend(machine, wanted);
}

async function planOf(wanted: Wanted, file: string): Promise<Plan> {
  try {
    const { text, source } = await readText(file);
    return readState(text, source);
  } catch (error) {
    if (error instanceof PlanError || error instanceof InputError) {
      throw new UserError(`${wanted.system} ${wanted.name} stays: ${error.message}`);
    }
    throw error;
  }
}

/** What stands for something in the cloud: neither components, nor providers, nor what was only read. */
function deployed({ resources }: Plan): Plan["resources"] {
  return resources.filter(
    ({ type, custom, external }) => custom && !external && type !== STACK_TYPE && !type.startsWith("pulumi:providers:"),
  );
}

const MOST_NAMED = 10;

function refuseResources({ system, name, stack }: Wanted, plan: Plan, source: string): void {
  const left = deployed(plan);
  if (left.length === 0) return;
  const owner = taggedAs(plan);
  if (owner !== undefined && (owner.system !== system || owner.environment !== name)) {
    throw new UserError(
      `${source} is the state of ${owner.system} ${owner.environment}, not of ${system} ${name}; export the right one`,
    );
  }
  const isKept = left.filter(({ options }) => options.protect === true);
  const named = [...isKept, ...left.filter(({ options }) => options.protect !== true)];
  const lines = named
    .slice(0, MOST_NAMED)
    .map(({ urn, options }) => `  ${urn}${options.protect ? "  (protected)" : ""}`);
  const more = named.length - lines.length;
  const stackName = stack ?? plan.stack;
  throw new UserError(
    [
      `${system} ${name} stays: ${left.length} resources are still in its state, ${isKept.length} of them protected`,
      ...lines,
      ...(more > 0 ? [`  … and ${more} more`] : []),
      isKept.length > 0
        ? `Save what has to be kept, lift the protection with \`pulumi state unprotect\`, and run \`pulumi destroy --stack ${stackName}\`.`
        : `Run \`pulumi destroy --stack ${stackName}\` first.`,
    ].join("\n"),
  );
}

const HOW_ELSE =
  "give --state with what `pulumi stack export` writes, or --state-is-gone where you know that nothing is left";

async function askBackend({ run }: Machine, wanted: Wanted): Promise<string> {
  const { system, name, stack, programDir } = wanted;
  const stays = `${system} ${name} stays, because nobody can tell whether anything of it is deployed`;
  if (stack === undefined) throw new UserError(`${stays}: no stack's file declares it; ${HOW_ELSE}`);
  const who = await run("pulumi", ["whoami", "--json", "--non-interactive"], programDir);
  if (who.code === undefined) throw new UserError(`${stays}: the Pulumi CLI is not on PATH; ${HOW_ELSE}`);
  const url = textIn(who.stdout, "url");
  if (who.code !== 0 || url === undefined) {
    throw new UserError(`${stays}: the Pulumi CLI is not logged in to a backend; ${HOW_ELSE}`);
  }
  const listed = await run("pulumi", ["stack", "ls", "--json", "--non-interactive"], programDir);
  const names = listed.code === 0 ? stackNames(listed.stdout) : undefined;
  if (names === undefined) throw new UserError(`${stays}: \`pulumi stack ls\` fails; ${HOW_ELSE}`);
  const own = names.find((one) => one === stack || one.endsWith(`/${stack}`));
  if (own === undefined) {
    // Each environment has a backend of its own: that another one lacks the stack proves nothing.
    const path = new RegExp(`/${RegExp.escape(system)}/${RegExp.escape(name)}(?:[/?]|$)`);
    if (path.test(url)) return `its backend has no stack ${stack}`;
    throw new UserError(
      `${stays}: the backend has no stack ${stack}, and is not known to be that of ${name}; ${HOW_ELSE}`,
    );
  }
  const exported = await run("pulumi", ["stack", "export", "--stack", own, "--non-interactive"], programDir);
  if (exported.code !== 0) throw new UserError(`${stays}: \`pulumi stack export --stack ${own}\` fails; ${HOW_ELSE}`);
  refuseResources(wanted, parsed(wanted, exported.stdout, own), `the state of stack ${own}`);
  return `the state of stack ${own} holds no resources`;
}

function parsed(wanted: Wanted, text: string, stack: string): Plan {
  try {
    return readState(text, `the state of stack ${stack}`);
  } catch (error) {
    if (error instanceof PlanError) throw new UserError(`${wanted.system} ${wanted.name} stays: ${error.message}`);
    throw error;
  }
}

function textIn(json: string, key: string): string | undefined {
  const value = record(parsedJson(json))[key];
  return typeof value === "string" ? value : undefined;
}

function stackNames(json: string): string[] | undefined {
  const list = parsedJson(json);
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((one) => {
    const name = record(one)["name"];
    return typeof name === "string" ? [name] : [];
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
