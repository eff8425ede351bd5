import { readConfig } from "../../engine/record/config.ts";
import { RecordError } from "../../engine/record/errors.ts";
import { readProject, readYaml } from "../../engine/record/project.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machine.ts";

export interface Check {
  readonly name: string;
  readonly verdict: "well" | "wrong" | "not checked";
  /** What was found, or why nothing was looked at. */
  readonly found: string;
  readonly fix?: string;
}

export interface Subject {
  readonly programDir: string;
  readonly stack?: string;
  readonly offline: boolean;
}

/** What the stack's files say, as far as they can be read. */
interface Stack {
  readonly region: string | undefined;
  readonly accounts: readonly string[];
  readonly secretsProvider: string | undefined;
}

const OLDEST_NODE = 24;
const OLDEST_PULUMI = [3, 200] as const;
/** Minutes: AWS refuses what is signed further off. */
const MOST_SKEW = 5;

export async function runChecks(machine: Machine, subject: Subject): Promise<Check[]> {
  const stack = readStack(subject);
  const known = "verdict" in stack ? undefined : stack;
  return [
    checkNode(machine),
    ...(await Promise.all([
      checkPulumi(machine),
      checkKubectl(machine),
      checkIdentity(machine, subject, known),
      checkBackend(machine, subject),
      checkClock(machine, subject),
    ])),
    ...("verdict" in stack ? [stack] : [checkRegion(machine, subject, stack), checkProvider(subject, stack)]),
  ];
}

function checkNode({ nodeVersion }: Machine): Check {
  const isNew = Number(nodeVersion.split(".")[0]) >= OLDEST_NODE;
  return isNew
    ? { name: "Node", verdict: "well", found: nodeVersion }
    : {
        name: "Node",
        verdict: "wrong",
        found: nodeVersion,
        fix: `npm ci, which installs Node ${OLDEST_NODE} in the project`,
      };
}

async function checkPulumi({ run }: Machine): Promise<Check> {
  const name = "Pulumi CLI";
  const { code, stdout } = await run("pulumi", ["version"]);
  const fix = "install it from https://www.pulumi.com/docs/install/; preview and parity work without it";
  if (code === undefined) return { name, verdict: "wrong", found: "not on PATH", fix };
  const version = /v?(\d+)\.(\d+)\.\d+/.exec(stdout);
  if (version === null) return { name, verdict: "wrong", found: "does not tell its version", fix };
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const isNew = major > OLDEST_PULUMI[0] || (major === OLDEST_PULUMI[0] && minor >= OLDEST_PULUMI[1]);
  if (isNew) return { name, verdict: "well", found: version[0] };
  return { name, verdict: "wrong", found: `${version[0]}, older than ${OLDEST_PULUMI.join(".")}`, fix };
}

async function checkKubectl({ run }: Machine): Promise<Check> {
  const name = "kubectl";
  const { code, stdout } = await run("kubectl", ["version", "--client", "--output", "json"]);
  const version = /"gitVersion":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (code === 0) return { name, verdict: "well", found: version ?? "installed" };
  const found = code === undefined ? "not on PATH" : "cannot be run";
  return {
    name,
    verdict: "wrong",
    found,
    fix: "install it from https://kubernetes.io/docs/tasks/tools/; the runbooks use it",
  };
}

async function checkIdentity({ run }: Machine, { offline }: Subject, stack: Stack | undefined): Promise<Check> {
  const name = "AWS identity";
  if (offline) return { name, verdict: "not checked", found: "offline" };
  const { code, stdout } = await run("aws", ["sts", "get-caller-identity", "--output", "json"]);
  if (code === undefined) {
    return {
      name,
      verdict: "not checked",
      found: "the AWS CLI is not on PATH",
      fix: "install AWS CLI 2, or use --offline",
    };
  }
  const account = /"Account":\s*"(\d{12})"/.exec(stdout)?.[1];
  if (code !== 0 || account === undefined) {
    return { name, verdict: "wrong", found: "no valid credentials", fix: "aws sso login, or set AWS_PROFILE" };
  }
  if (stack === undefined || stack.accounts.length === 0) return { name, verdict: "well", found: `account ${account}` };
  if (stack.accounts.includes(account))
    return { name, verdict: "well", found: `account ${account}, as the stack says` };
  const found = `account ${account}, and the stack allows ${stack.accounts.join(", ")}`;
  return { name, verdict: "wrong", found, fix: "set AWS_PROFILE to a profile of the stack's account" };
}

function checkRegion({ env }: Machine, { stack }: Subject, { region }: Stack): Check {
  const name = "AWS region";
  if (stack === undefined) return { name, verdict: "not checked", found: "no --stack is named" };
  if (region === undefined) {
    return {
      name,
      verdict: "wrong",
      found: `stack ${stack} sets none`,
      fix: `pulumi config set aws:region <region> --stack ${stack}`,
    };
  }
  const own = env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (own === undefined || own === region) return { name, verdict: "well", found: region };
  return {
    name,
    verdict: "wrong",
    found: `${own} in the environment, and ${region} in the stack`,
    fix: `export AWS_REGION=${region}`,
  };
}

function checkProvider({ stack }: Subject, { secretsProvider }: Stack): Check {
  const name = "Secrets provider";
  if (stack === undefined) return { name, verdict: "not checked", found: "no --stack is named" };
  if (secretsProvider?.startsWith("awskms://") === true) return { name, verdict: "well", found: "AWS KMS" };
  const found =
    secretsProvider === undefined ? "a passphrase, or the service's" : (secretsProvider.split(":")[0] ?? "");
  const key = "awskms://alias/rampart-secrets-provider?region=<region>";
  return { name, verdict: "wrong", found, fix: `pulumi stack change-secrets-provider --stack ${stack} "${key}"` };
}

async function checkBackend({ run }: Machine, { offline, programDir, stack }: Subject): Promise<Check> {
  const name = "State backend";
  if (offline) return { name, verdict: "not checked", found: "offline" };
  const { code, stdout } = await run("pulumi", ["whoami", "--json", "--non-interactive"], programDir);
  if (code === undefined) return { name, verdict: "not checked", found: "the Pulumi CLI is not on PATH" };
  const url = /"url":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (code !== 0 || url === undefined) {
    return { name, verdict: "wrong", found: "not logged in", fix: "pulumi login s3://<state bucket>" };
  }
  if (url.startsWith("file://")) {
    return {
      name,
      verdict: "wrong",
      found: "files on this machine, which nobody else sees or locks",
      fix: "pulumi login s3://<state bucket>",
    };
  }
  if (stack === undefined) return { name, verdict: "well", found: "logged in" };
  const listed = await run("pulumi", ["stack", "ls", "--json", "--non-interactive"], programDir);
  const own = stacksIn(listed.stdout).find((one) => one.name === stack || one.name?.endsWith(`/${stack}`) === true);
  if (own === undefined) {
    return { name, verdict: "wrong", found: `has no stack ${stack}`, fix: `pulumi stack init ${stack}` };
  }
  if (own.updateInProgress === true) {
    return {
      name,
      verdict: "wrong",
      found: `stack ${stack} is locked`,
      fix: `pulumi cancel --stack ${stack}, once nobody deploys`,
    };
  }
  return { name, verdict: "well", found: `has the stack ${stack}, and tells of no update that runs` };
}

interface ListedStack {
  readonly name?: string;
  readonly updateInProgress?: boolean;
}

function stacksIn(text: string): readonly ListedStack[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as readonly ListedStack[]) : [];
  } catch {
    return [];
  }
}

async function checkClock({ serverTime, now }: Machine, { offline }: Subject): Promise<Check> {
  const name = "Clock";
  if (offline) return { name, verdict: "not checked", found: "offline" };
  const theirs = await serverTime();
  if (theirs === undefined) return { name, verdict: "not checked", found: "AWS cannot be reached" };
  const seconds = Math.round(Math.abs(now() - theirs) / 1000);
  if (seconds < MOST_SKEW * 60) return { name, verdict: "well", found: `${seconds} s off` };
  return {
    name,
    verdict: "wrong",
    found: `${seconds} s off; AWS refuses what is signed ${MOST_SKEW} minutes off`,
    fix: "turn on time synchronisation (NTP)",
  };
}

/** A project or stack that cannot be read is a finding of its own. */
function readStack({ programDir, stack }: Subject): Stack | Check {
  if (stack === undefined) return { region: undefined, accounts: [], secretsProvider: undefined };
  try {
    const project = readProject(programDir);
    const file = join(project.stackConfigDir, `Pulumi.${stack}.yaml`);
    if (!existsSync(file)) {
      return {
        name: "Stack",
        verdict: "wrong",
        found: `there is no ${file}`,
        fix: "name another --stack, or make it: rampart env new",
      };
    }
    const { values } = readConfig(project, stack);
    const provider = readYaml(file, "bad-config")["secretsprovider"];
    return {
      region: values["aws:region"],
      accounts: [...(values["aws:allowedAccountIds"] ?? "").matchAll(/\d{12}/g)].map(([id]) => id),
      secretsProvider: typeof provider === "string" ? provider : undefined,
    };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { name: "Stack", verdict: "wrong", found: error.message, fix: "mend the file" };
  }
}
