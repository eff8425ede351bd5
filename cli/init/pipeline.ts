import { existsSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const FORGES = ["github", "gitlab"] as const;
export type Forge = (typeof FORGES)[number];

/** The templates that lie in docs/ci, and beside the built code in the package. */
const TEMPLATES: Readonly<Record<Forge, string>> = {
  github: "github/rampart.yml",
  gitlab: "gitlab/rampart.gitlab-ci.yml",
};
/** Ends the part of a template that needs no account: see the comment there. */
const END = /\n *# What follows needs [^\n]*`rampart init` leaves it out\.\n[^]*$/;
const INSTALL = "npm ci --ignore-scripts";

/** The forge that the repository has a pipeline for, else the one that its remote names. */
export function findForge(root: string): Forge | undefined {
  const present: Forge[] = [
    ...(existsSync(join(root, ".github")) ? (["github"] as const) : []),
    ...(existsSync(join(root, ".gitlab-ci.yml")) || existsSync(join(root, ".gitlab")) ? (["gitlab"] as const) : []),
  ];
  if (present.length === 1) return present[0];
  const remote = remoteOf(root);
  return FORGES.find((forge) => remote.includes(forge));
}

/** The host of the remote, of `origin` where there are several. */
function remoteOf(root: string): string {
  const lines = git(root, "config", "--get-regexp", "^remote\\..*\\.url$").split("\n");
  const own = lines.find((line) => line.startsWith("remote.origin.")) ?? lines[0] ?? "";
  return /(?:@|:\/\/)(?:[^@/\s]*@)?([^:/\s]+)/.exec(own)?.[1]?.toLowerCase() ?? "";
}

/** The branch that the remote calls its default, as it was when it was cloned. */
function defaultBranch(root: string): string {
  const branch = git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    .trim()
    .replace(/^origin\//, "");
  return /^[\w./-]+$/.test(branch) ? branch : "main";
}

/** What git says of the repository alone, without asking the network; nothing without git, or where it has no answer. */
function git(root: string, ...args: readonly string[]): string {
  try {
    return execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    });
  } catch {
    return "";
  }
}

/** Where the pipeline goes; beside a pipeline of GitLab's that is there already, as one to include. */
export function pipelineFile(root: string, forge: Forge): string {
  if (forge === "github") return ".github/workflows/rampart.yml";
  const own = join(root, ".gitlab-ci.yml");
  const isOurs = existsSync(own) && readFileSync(own, "utf8").startsWith(headerOf("gitlab"));
  return existsSync(own) && !isOurs ? ".gitlab/rampart.gitlab-ci.yml" : ".gitlab-ci.yml";
}

/** The gate of the forge's template, with the packages of this repository installed as its lock files ask. */
export function pipelineText(root: string, forge: Forge, programs: readonly string[]): string {
  const template = readFileSync(fileURLToPath(new URL(`../../docs/ci/${TEMPLATES[forge]}`, import.meta.url)), "utf8");
  const gate = `${template.replace(END, "").trimEnd()}\n`.replace(/^# Copy to [^\n]*\n/, headerOf(forge));
  const ofBranch = gate.replace("branches: [main]", () => `branches: [${defaultBranch(root)}]`);
  return withoutUnused(withInstall(ofBranch, forge, installsOf(root, programs)));
}

function headerOf(forge: Forge): string {
  const more = forge === "github" ? "github/rampart.yml" : "gitlab/rampart.gitlab-ci.yml";
  return `# Written by \`rampart init\`: the offline gate. More, such as a preview with credentials: docs/ci/${more} of Rampart.\n`;
}

/** At the root, where Rampart is installed, then wherever a program has a lock file of its own. */
function installsOf(root: string, programs: readonly string[]): string[] {
  const own = programs
    .filter((folder) => folder !== ".")
    .map((folder) => [folder, installOf(join(root, folder))] as const);
  const others = own.flatMap(([folder, install]) =>
    install === undefined ? [] : [`(cd ${quoted(folder)} && ${install})`],
  );
  return [installOf(root) ?? INSTALL, ...others];
}

function installOf(folder: string): string | undefined {
  if (existsSync(join(folder, "package-lock.json"))) return INSTALL;
  if (existsSync(join(folder, "pnpm-lock.yaml"))) {
    return "corepack enable && pnpm install --frozen-lockfile --ignore-scripts";
  }
  if (!existsSync(join(folder, "yarn.lock"))) return undefined;
  // The first line of one that Yarn 2 or newer wrote is followed by `__metadata:`.
  const isModern = readFileSync(join(folder, "yarn.lock"), "utf8").includes("\n__metadata:");
  return isModern
    ? "corepack enable && YARN_ENABLE_SCRIPTS=false yarn install --immutable"
    : "corepack enable && yarn install --frozen-lockfile --ignore-scripts";
}

function quoted(folder: string): string {
  return /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
}

function withInstall(text: string, forge: Forge, lines: readonly string[]): string {
  if (lines.length === 1 && lines[0] === INSTALL) return text;
  return forge === "github"
    ? text.replaceAll(`run: ${INSTALL}`, () => `run: |\n${lines.map((line) => `          ${line}`).join("\n")}`)
    : text.replace(`  - ${INSTALL}`, () => lines.map((line) => `  - ${JSON.stringify(line)}`).join("\n"));
}

/** Variables that only the part left out needs are left out too. */
function withoutUnused(text: string): string {
  return text
    .split("\n")
    .filter((line) => {
      const name = /^ {2}([A-Z_]+_IMAGE): /.exec(line)?.[1];
      return name === undefined || text.includes(`$${name}`);
    })
    .join("\n");
}
