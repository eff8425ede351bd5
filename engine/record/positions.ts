import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition } from "../plan.ts";

/** A position of the SDK's messages. */
interface WirePosition {
  getUri(): string;
  getLine(): number;
  getColumn(): number;
}

interface WireTrace {
  getFramesList(): { getPc(): WirePosition | undefined }[];
}

export interface Positions {
  /** Number of the constructor call, where our hook ran. */
  readonly number?: number;
  readonly source?: SourcePosition;
  readonly declaredAt?: SourcePosition;
}

/** What `sdk-hooks.ts` put into a request. */
export function readPositions(
  programDir: string,
  trace: WireTrace | undefined,
  position: WirePosition | undefined,
): Positions {
  const frames = (trace?.getFramesList() ?? []).flatMap((frame) => frame.getPc() ?? []);
  const inner = frames[0] ?? position;
  if (inner === undefined) return {};
  const [, file = "", number, outer] = /^(.*?)(?:#(\d+))?(?:&outer=(.*))?$/.exec(inner.getUri()) ?? [];
  // A URI without a number was not written by our hook and may be malformed; one without a path has no user frame.
  if (number === undefined) return {};
  if (file === "file:///") return { number: Number(number) };
  const source = toPosition(programDir, file, inner.getLine(), inner.getColumn());
  return { number: Number(number), source, declaredAt: outermost(programDir, frames[1], outer) ?? source };
}

function outermost(
  programDir: string,
  frame: WirePosition | undefined,
  packed: string | undefined,
): SourcePosition | undefined {
  if (frame !== undefined) return toPosition(programDir, frame.getUri(), frame.getLine(), frame.getColumn());
  const match = packed === undefined ? null : /^(.*?)(?:#\d+)?:(\d+):(\d+)$/.exec(decodeURIComponent(packed));
  if (match === null) return undefined;
  return toPosition(programDir, match[1] as string, Number(match[2]), Number(match[3]));
}

function toPosition(programDir: string, uri: string, line: number, column: number): SourcePosition {
  return { file: fileOf(programDir, uri), line, column };
}

const files = new Map<string, string>();

/** A program has some hundred files and thousands of positions in them. */
function fileOf(programDir: string, uri: string): string {
  const key = `${programDir} ${uri}`;
  const file = files.get(key) ?? relativePath(programDir, fileURLToPath(uri));
  files.set(key, file);
  return file;
}

export function relativePath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}
