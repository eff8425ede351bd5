/**
 * 2,000 Deployments in one file of manifests: ours against checkov's, with what each evaluated. checkov is installed once, from
 * PyPI, into an environment of its own below node_modules.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { deployment } from "./_estates.ts";
import { type Measurement, pair, runsFromArguments } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const VERSION = "3.3.30";
const DEPLOYMENTS = 2_000;
const root = fileURLToPath(new URL("..", import.meta.url));
const environment = join(root, "node_modules/.cache/rampart", `checkov-${VERSION}`);
const checkov = join(environment, "bin/checkov");
if (!existsSync(checkov)) {
  console.log(`installing checkov ${VERSION}, once…`);
  execFileSync("python3", ["-m", "venv", environment], { stdio: "inherit" });
  execFileSync(join(environment, "bin/pip"), ["install", "--quiet", `checkov==${VERSION}`], { stdio: "inherit" });
}
const folder = mkdtempSync(join(tmpdir(), "rampart-checkov-"));
const manifests = join(folder, "deployments.yaml");
writeFileSync(
  manifests,
  Array.from({ length: DEPLOYMENTS }, (_, index) =>
    stringify({ apiVersion: "apps/v1", kind: "Deployment", ...deployment(`service-${index}`, index % 10 !== 0) }),
  ).join("---\n"),
);
const ourReport = join(folder, "rampart.json");

const evaluations = { ours: 0, theirs: 0 };

async function runOurs(): Promise<Measurement> {
  const measured = await measureProcess({
    command: [
      process.execPath,
      join(root, "cli/rampart.js"),
      "check",
      "--manifests",
      manifests,
      "--format",
      "json",
      "--out",
      ourReport,
    ],
    cwd: folder,
    expectedCodes: [0, 1],
  });
  const { stacks } = JSON.parse(readFileSync(ourReport, "utf8")) as { stacks: { summary: Record<string, number> }[] };
  evaluations.ours = stacks.reduce(
    (sum, { summary: { pass = 0, fail = 0, undecided = 0 } }) => sum + pass + fail + undecided,
    0,
  );
  return measured;
}

async function runTheirs(): Promise<Measurement> {
  const measured = await measureProcess({
    command: [
      checkov,
      "-f",
      manifests,
      "--framework",
      "kubernetes",
      "-o",
      "json",
      "--compact",
      "--skip-download",
      "--output-file-path",
      folder,
    ],
    cwd: folder,
    expectedCodes: [0, 1],
  });
  const { summary } = JSON.parse(readFileSync(join(folder, "results_json.json"), "utf8")) as {
    summary: Record<string, number>;
  };
  evaluations.theirs = (summary["passed"] ?? 0) + (summary["failed"] ?? 0);
  return measured;
}

let seconds = { ours: 0, theirs: 0 };
try {
  await pair(
    {
      title: `${DEPLOYMENTS} Deployments: all rules against checkov ${VERSION}`,
      target: "≤ 1/30 of the time",
      a: { name: "rampart check", run: async () => timed("ours", await runOurs()) },
      b: { name: "checkov", run: async () => timed("theirs", await runTheirs()) },
    },
    // checkov takes a minute or more.
    Math.min(runsFromArguments(), 3),
  );
  const rates = { ours: evaluations.ours / seconds.ours, theirs: evaluations.theirs / seconds.theirs };
  console.log(`  evaluations: ${evaluations.ours} against ${evaluations.theirs}`);
  console.log(`  evaluations a second, last run: ${(rates.ours / rates.theirs).toFixed(1)} × as many (target ≥ 20 ×)`);
} finally {
  rmSync(folder, { recursive: true });
}

function timed(whose: "ours" | "theirs", measured: Measurement): Measurement {
  seconds = { ...seconds, [whose]: measured.milliseconds / 1000 };
  return measured;
}
