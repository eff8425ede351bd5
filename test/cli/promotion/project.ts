import { execFile } from "node:child_process";
import { cpSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const FOLDERS = ["stacks", "engine", "components", "policies", "cli", "runtime"];
const FILES = ["index.ts", "package.json", "Pulumi.yaml", "tsconfig.json"];

/** A copy of the project, which a test may change. */
export function copyProject(folder: string): string {
  const own = readdirSync(ROOT).filter((name) => name.startsWith("rampart."));
  for (const part of [...FOLDERS, ...FILES, ...own]) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a copy's own command line in it. */
export function rampart(folder: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: folder, maxBuffer: 1 << 26 };
    execFile(process.execPath, [join(folder, "cli/rampart.js"), ...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

/** An edit as a person makes it. */
export function replaceIn(folder: string, file: string, text: string, by: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  if (!before.includes(text)) throw new Error(`${file} does not hold ${text}`);
  writeFileSync(
    path,
    before.replace(text, () => by),
  );
}

export const PROD = "stacks/environments/prod.ts";
export const STAGING = "stacks/environments/staging.ts";

const REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/flask-app";

export function imageOf(workload: "web" | "worker", release: number): string {
  return `${REPOSITORY}/${workload}@sha256:${String(release).padStart(4, "0").repeat(16)}`;
}

/** Own images of flask-app in place of the shipped examples, with a comment on each side. */
export function useOwnImages(folder: string): void {
  replaceIn(
    folder,
    PROD,
    'web: example("flask-app/web", "d"),',
    `// Released on Monday.\n        web: ${JSON.stringify(imageOf("web", 1))}, // by the release train`,
  );
  replaceIn(folder, PROD, 'worker: example("flask-app/web", "d"),', `worker: "${imageOf("worker", 1)}",`);
}

const LAST = `    d.differ((s) => s.workloads.worker.autoscaling.maxReplicas, 2, "Bounds what a load test can cost"),
  ]),
} as const;`;

/** Declares differences of flask-app's staging, behind the ones that it has. */
export function declareInStaging(folder: string, ...declarations: readonly string[]): void {
  const added = declarations.map((declaration) => `    ${declaration},\n`).join("");
  replaceIn(
    folder,
    STAGING,
    LAST,
    LAST.replace("  ]),", () => `${added}  ]),`),
  );
}

export function candidate(workload: "web" | "worker", release: number): string {
  return `d.differ((s) => s.workloads.${workload}.image, "${imageOf(workload, release)}", "Tried here before production")`;
}
