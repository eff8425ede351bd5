import { existsSync } from "node:fs";
import { join } from "node:path";
import { RecordError } from "../../engine/record/errors.ts";
import { readProject } from "../../engine/record/project.ts";
import { listStacks } from "../../engine/stacks.ts";
import { RUNS_FILE } from "../runs.ts";
import { type Folder, allFolders } from "./survey.ts";

/** A folder with a Pulumi.yaml. */
export interface FoundProgram {
  /** Relative to the root. */
  readonly folder: string;
  /** Stacks to declare; none where a file of the program lists its runs. */
  readonly stacks: readonly string[];
  /** Why it cannot be recorded, whatever the stack. */
  readonly fault?: string;
}

/** The stack of a program that keeps none of its stacks' files in the repository: what `pulumi new` calls the first. */
const FIRST_STACK = "dev";

export function findPrograms(root: string, tree: Folder): FoundProgram[] {
  return allFolders(tree)
    .filter(({ files }) => files.includes("Pulumi.yaml") || files.includes("Pulumi.yml"))
    .map(({ path }): FoundProgram => {
      try {
        return { folder: path, stacks: stacksOf(join(root, path)) };
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        return { folder: path, stacks: [], fault: error.message };
      }
    });
}

function stacksOf(folder: string): string[] {
  const { stackConfigDir } = readProject(folder);
  if (existsSync(join(folder, RUNS_FILE))) return [];
  const names = existsSync(stackConfigDir) ? listStacks(stackConfigDir).map(({ name }) => name) : [];
  return names.length === 0 ? [FIRST_STACK] : names;
}
