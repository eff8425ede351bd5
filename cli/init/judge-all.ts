import { formatPath } from "../../policies/pointer.ts";
import type { StackPreview } from "../../engine/preview.ts";
import { RecordError } from "../../engine/record/errors.ts";
import { withoutFolders } from "../../engine/report/_location.ts";
import { type ExitCode, UserError } from "../exit-codes.ts";
import { type Result, judgeProgram } from "../judge-program.ts";
import type { RampartSettings } from "../rampart-file/schema.ts";
import { rootsOf } from "../repository.ts";
import type { FoundManifests } from "./manifests.ts";
import type { FoundProgram } from "./programs.ts";

/** Something that could not be judged. */
export interface Failure {
  readonly what: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** What a repository is set up with. */
export interface SetUp {
  /** Everything that was found; what could not be judged is skipped there, with the reason. */
  readonly settings: Pick<RampartSettings, "programs" | "manifests">;
  readonly previews: readonly StackPreview[];
  readonly failed: readonly Failure[];
}

interface Flags {
  readonly timeout: number;
  readonly quiet?: boolean;
}

/**
 * Judges everything as `rampart preview` will by the file that is about to be written, each by itself: one that fails
 * spares the others.
 */
export async function judgeAll(
  root: string,
  programs: readonly FoundProgram[],
  manifests: readonly FoundManifests[],
  flags: Flags,
): Promise<SetUp> {
  const results: Result[] = [];
  const declaredPrograms: Record<string, DeclaredProgram> = {};
  for (const { folder, stacks, fault } of programs) {
    const entry: DeclaredProgram = { stacks: Object.fromEntries(stacks.map((stack) => [stack, {}])) };
    const own = await judge(root, folder, fault, { programs: { [folder]: entry } }, flags);
    results.push(...own);
    declaredPrograms[folder] = withSkips(folder, entry, own, root);
  }
  const declaredManifests: Record<string, { skip?: string }> = {};
  for (const { path, fault } of manifests) {
    const own = await judge(root, path, fault, { manifests: { [path]: {} } }, flags);
    results.push(...own);
    const failed = own.find(isFailed);
    declaredManifests[path] = failed === undefined ? {} : { skip: reasonOf(failed, root) };
  }
  return {
    settings: {
      ...(programs.length > 0 && { programs: declaredPrograms }),
      ...(manifests.length > 0 && { manifests: declaredManifests }),
    },
    previews: results.flatMap((result) => ("preview" in result ? [result.preview] : [])),
    failed: results
      .filter(isFailed)
      .map(({ run, error }) => ({ what: run.name, message: error.message, exitCode: error.exitCode })),
  };
}

type DeclaredProgram = NonNullable<RampartSettings["programs"]>[string];
type Failed = Extract<Result, { error: unknown }>;

function isFailed(result: Result): result is Failed {
  return "error" in result;
}

async function judge(
  root: string,
  name: string,
  fault: string | undefined,
  settings: RampartSettings,
  flags: Flags,
): Promise<Result[]> {
  try {
    if (fault !== undefined) throw new UserError(fault);
    const file = { settings, folder: root, placeOf: formatPath };
    const inUse = { file, given: new Set<string>() };
    const { results } = await judgeProgram([], { ...flags, program: ".", mode: "simulate", inUse });
    const failed = results.find(isFailed);
    // Manifests of which a part cannot be read are no whole, and are left out as one.
    return settings.manifests !== undefined && failed !== undefined ? [failed] : [...results];
  } catch (error) {
    if (error instanceof UserError || error instanceof RecordError) return [{ run: { name }, error }];
    throw error;
  }
}

/** The program without what failed in it: as a whole where all of it did. */
function withSkips(folder: string, entry: DeclaredProgram, results: readonly Result[], root: string): DeclaredProgram {
  const failed = results.filter(isFailed);
  const [first] = failed;
  if (first === undefined) return entry;
  if (failed.length === results.length) return { skip: reasonOf(first, root) };
  const prefix = folder === "." ? "" : `${folder}/`;
  const skips = failed.map((one) => [one.run.name.slice(prefix.length), { skip: reasonOf(one, root) }] as const);
  return { stacks: { ...entry.stacks, ...Object.fromEntries(skips) } };
}

/** Messages that are made of names; what a program throws may hold anything, and this text is committed. */
const TELLABLE: ReadonlySet<string> = new Set(["bad-project", "missing-config", "timed-out"]);

/** Why something is left out, for a file of the repository. */
function reasonOf({ error }: Failed, root: string): string {
  if (error instanceof RecordError && !TELLABLE.has(error.kind)) {
    return `cannot be recorded (${error.kind}); without this line, rampart preview tells why`;
  }
  return withoutFolders(error.message.split("\n")[0] ?? "", rootsOf(root));
}
