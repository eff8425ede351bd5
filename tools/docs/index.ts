import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardPages } from "./dashboards.ts";
import { knownFailurePages } from "./known-failures/index.ts";
import { logSchemaPages } from "./log-schema.ts";
import { replacementPages } from "./replacements.ts";
import { rampartYamlPages } from "./rampart-yaml.ts";
import { requirementsPages } from "./requirements.ts";
import { rulePages } from "./rules.ts";
import { settingsPages } from "./settings.ts";

/** By file, relative to the repository: what is generated. */
export type Pages = ReadonlyMap<string, string>;

/** Folders in which every file is generated: what no writer makes any more is removed from them. */
const GENERATED_FOLDERS = ["docs/dashboards", "docs/rules"];

export function allPages(): Pages {
  return new Map([
    ...settingsPages(),
    ...rampartYamlPages(),
    ...requirementsPages(),
    ...knownFailurePages(),
    ...rulePages(),
    ...logSchemaPages(),
    ...dashboardPages(),
    ...replacementPages(),
  ]);
}

/** `npm run docs` writes the generated documentation; `-- --check` says which files are not as they would be written. */
function main(): void {
  const pages = allPages();
  const stale = GENERATED_FOLDERS.flatMap(filesIn).filter((file) => !pages.has(file));
  if (process.argv.includes("--check")) return check(pages, stale);
  for (const file of stale) rmSync(file);
  for (const [file, text] of pages) {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }
}

function check(pages: Pages, stale: readonly string[]): void {
  const changed = [...pages].filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  const faults = [
    ...changed.map(([file]) => `${file} is not what its source says`),
    ...stale.map((file) => `${file} has no source any more`),
  ];
  if (faults.length === 0) return;
  console.error(`${faults.join("\n")}\nrun: npm run docs`);
  process.exitCode = 1;
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : [];
}

if (import.meta.main) main();
