/**
 * Which of the user's code is on the stack. Runs in the program's process beside any version of the SDK, so it imports
 * only Node's own modules.
 */
import { isAbsolute, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Whose call constructs a resource, and what of the user's code is outermost on the way there. */
export interface ConstructorCall {
  readonly inner: Position | undefined;
  readonly outer: Position | undefined;
}

/** Our own files that may stand between the program's: the recorder's, and what calls `require` for it. */
const OURS = [import.meta.dirname + sep, fileURLToPath(new URL("../../policies/seldom-used.", import.meta.url))];

/** What writes stacks unless a program has it done by another, such as one that knows the sources of what was compiled. */
const nodesOwn = prepareStackTraceOf(Error);

function prepareStackTraceOf({ prepareStackTrace }: { readonly prepareStackTrace?: unknown }): unknown {
  return prepareStackTrace;
}

const DEEPEST = 200;

/** To be called from inside of a constructor of the SDK. */
export function constructorCall(): ConstructorCall {
  const { stackTraceLimit } = Error;
  const prepareStackTrace = prepareStackTraceOf(Error);
  Error.stackTraceLimit = DEEPEST;
  try {
    if (prepareStackTrace !== nodesOwn || process.sourceMapsEnabled) return callOfText(new Error().stack ?? "");
    // Most of a stack is not looked at, and to write it as text is what takes long.
    Error.prepareStackTrace = (_, sites) => sites;
    return callOfSites(new Error().stack as unknown as NodeJS.CallSite[]);
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
}

function callOfSites(sites: readonly NodeJS.CallSite[]): ConstructorCall {
  const isOfUser = (site: NodeJS.CallSite): boolean => userFile(site.getFileName()) !== undefined;
  const first = sites.findIndex(isOfUser);
  const before = sites[first - 1];
  const isComponent = before?.isConstructor() === true && before.getFunctionName() === "ComponentResource";
  const caller = isComponent ? sites.find((site, index) => index > first && isOfUser(site)) : undefined;
  return { inner: positionOf(caller ?? sites[first]), outer: positionOf(sites.findLast(isOfUser)) };
}

function positionOf(site: NodeJS.CallSite | undefined): Position | undefined {
  const file = userFile(site?.getFileName());
  if (site === undefined || file === undefined) return undefined;
  return { file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
}

const known = new Map<string, string | undefined>();

/** The path of a file of the user's, by what a stack calls it. */
function userFile(name: string | null | undefined): string | undefined {
  if (name === null || name === undefined) return undefined;
  if (!known.has(name)) known.set(name, isForeign(name) ? undefined : toPath(name));
  return known.get(name);
}

function callOfText(stack: string): ConstructorCall {
  const frames = userFrames(stack);
  // The innermost frame of a component is the `super` call of its own class; what matters is who made it.
  const inner = isComponentText(stack) && frames.length > 1 ? frames[1] : frames[0];
  return { inner, outer: frames.at(-1) };
}

/** Whether what user code entered is the SDK's class of components. */
function isComponentText(stack: string): boolean {
  const lines = stack.split("\n");
  const first = lines.findIndex((line) => userFrames(line).length > 0);
  return first > 0 && (lines[first - 1]?.includes("new ComponentResource ") ?? false);
}

/** Frames of code that is neither Node's, nor installed, nor ours, innermost first. */
export function userFrames(stack: string): Position[] {
  const frames: Position[] = [];
  for (const text of stack.split("\n")) {
    if (!text.startsWith("    at ") || isForeign(text)) continue;
    const match = /^(?:.*? \()?(?:async )?(.*?):(\d+):(\d+)\)?$/.exec(text.slice(7));
    if (match === null) continue;
    const [, where = "", line, column] = match;
    const file = toPath(where);
    if (file !== undefined) frames.push({ file, line: Number(line), column: Number(column) });
  }
  return frames;
}

/** Installed, or Node's own. */
function isForeign(where: string): boolean {
  return where.includes("node_modules") || where.includes("node:");
}

function toPath(where: string): string | undefined {
  const file = where.startsWith("file://") ? fileURLToPath(where) : isAbsolute(where) ? where : undefined;
  return OURS.some((own) => file?.startsWith(own)) ? undefined : file;
}
