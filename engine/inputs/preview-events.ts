import { parentFault } from "../parents.ts";
import type { Plan, PlanResource } from "../plan.ts";
import { PlanError, Reader } from "../plan-reader.ts";
import { emptyPlan, readStateResource } from "./state.ts";

export interface ReadPreview {
  readonly plan: Plan;
  /** Why the preview did not see everything, where it did not. */
  readonly incomplete: string | undefined;
}

/** Steps after which a resource is no more. */
const GONE: ReadonlySet<string> = new Set(["delete", "delete-replaced", "read-discard", "discard-replaced"]);

/**
 * Reads a preview of Pulumi: the events that `pulumi preview --json` streams with
 * PULUMI_ENABLE_STREAMING_JSON_PREVIEW or that `--event-log` writes, one a line, or the single object that
 * `--json` prints otherwise. Throws a `PlanError` that says where.
 */
export function readPreview(text: string, source: string): ReadPreview {
  return isDigest(text) ? readDigest(Reader.parse(text, source, "the preview"), source) : readEvents(text, source);
}

function isDigest(text: string): boolean {
  // An event is one line; the digest is printed over many, or holds `steps`.
  const firstLine = text.trimStart().split("\n", 1)[0] ?? "";
  return firstLine.trim() === "{" || /^\{\s*"(config|steps)"/.test(firstLine);
}

function readDigest(reader: Reader, source: string): ReadPreview {
  const resources = new Map<string, PlanResource>();
  for (const step of reader.get("steps").required().items()) {
    add(resources, step.get("op").text() ?? "", step.get("newState"));
  }
  const errors = reader
    .get("diagnostics")
    .items()
    .filter((one) => one.get("severity").text() === "error").length;
  return finish(source, resources, reader.get("config"), errors > 0 ? `it reports ${count(errors)}` : undefined);
}

function readEvents(text: string, source: string): ReadPreview {
  const resources = new Map<string, PlanResource>();
  const seen: Seen = { config: undefined, errors: 0, ended: false };
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    try {
      readEvent(Reader.parse(line, source, "the event"), resources, seen);
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      throw new PlanError(source, error.complaint, { line: index + 1, column: error.position.column });
    }
  }
  const cut = seen.ended ? undefined : "its summary is missing";
  return finish(source, resources, seen.config, seen.errors > 0 ? `it reports ${count(seen.errors)}` : cut);
}

/** What the events beside those of resources say. */
interface Seen {
  config: Reader | undefined;
  errors: number;
  ended: boolean;
}

function readEvent(event: Reader, resources: Map<string, PlanResource>, seen: Seen): void {
  if (event.get("preludeEvent").isSet) seen.config = event.get("preludeEvent").get("config");
  if (event.get("summaryEvent").isSet) seen.ended = true;
  if (event.get("errorEvent").isSet || event.get("diagnosticEvent").get("severity").text() === "error") {
    seen.errors += 1;
  }
  for (const kind of ["resourcePreEvent", "resOutputsEvent"]) {
    const metadata = event.get(kind).get("metadata");
    if (metadata.isSet) add(resources, metadata.get("op").text() ?? "", metadata.get("new"));
  }
}

/** A later event knows more: what the provider filled in, and the outputs. */
function add(resources: Map<string, PlanResource>, op: string, state: Reader): void {
  if (GONE.has(op) || !state.isSet) return;
  const resource = readStateResource(state);
  const earlier = resources.get(resource.urn);
  const knowsInputs = Object.keys(resource.inputs).length > 0 || earlier === undefined;
  resources.set(resource.urn, knowsInputs ? resource : { ...resource, ...marked(earlier) });
}

function marked({ inputs, unknown, secret }: PlanResource): Partial<PlanResource> {
  return { inputs, unknown, secret };
}

function finish(
  source: string,
  resources: ReadonlyMap<string, PlanResource>,
  config: Reader | undefined,
  incomplete: string | undefined,
): ReadPreview {
  const environment = config?.get("rampart:environment").text();
  const tier = config?.get("rampart:tier").text();
  const list = [...resources.values()];
  const fault = parentFault(list);
  if (fault !== undefined) {
    throw new PlanError(source, `the parent of ${list[fault.index]?.urn} ${fault.complaint}`, { line: 1, column: 1 });
  }
  return {
    plan: {
      ...emptyPlan(list),
      ...(environment !== undefined && { environment }),
      ...((tier === "prod" || tier === "nonprod") && { tier }),
    },
    incomplete,
  };
}

function count(errors: number): string {
  return errors === 1 ? "an error" : `${errors} errors`;
}
