import { parentFault } from "../parents.ts";
import { PLAN_SCHEMA_VERSION, type Plan, type PlanOptions, type PlanResource, type SourcePosition } from "../plan.ts";
import { markedPaths } from "../plan-codec.ts";
import { Reader } from "../plan-reader.ts";
import { UNKNOWN_TEXT } from "../signatures.ts";
import { STACK_TYPE, parseUrn, providerUrn } from "../urn.ts";
import { isOpaqueType } from "./opaque.ts";
import { readProperties } from "./wire-json.ts";

/**
 * Reads what `pulumi stack export` wrote. Encrypted secrets stay closed; outputs are the real ones. Throws a
 * `PlanError` that says where.
 */
export function readState(text: string, source: string): Plan {
  const reader = Reader.parse(text, source, "the state");
  const deployment = reader.get("deployment");
  if (!deployment.isSet)
    throw deployment.error("is missing; export the state with: pulumi stack export --file state.json");
  const items = deployment
    .get("resources")
    .items()
    // What is deleted already, or is about to be, guards nothing any more.
    .filter((item) => item.get("delete").boolean() !== true);
  const resources = items.map((item) => readStateResource(item));
  const fault = parentFault(resources);
  if (fault !== undefined) throw items[fault.index]?.get("parent").error(fault.complaint);
  return { ...emptyPlan(resources), mode: "state" };
}

/** A plan of these resources, named as their URNs say. */
export function emptyPlan(resources: readonly PlanResource[]): Plan {
  const first = resources[0] === undefined ? undefined : parseUrn(resources[0].urn);
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    program: { project: first?.project ?? "project", folder: "." },
    stack: first?.stack ?? "stack",
    mode: "preview",
    resources,
    invokes: [],
  };
}

/** One resource in the form that state, the events of a preview and its summary share. */
export function readStateResource(reader: Reader): PlanResource {
  const urn = reader.get("urn").required().text() as string;
  const { name, type: urnType } = parse(reader, urn);
  const type = reader.get("type").text() ?? urnType;
  const inputs = readProperties(reader.get("inputs"));
  const parent = reader.get("parent").text();
  const provider = reader.get("provider").text();
  const position = readPosition(reader.get("sourcePosition").text());
  const id = reader.get("id").text();
  // A preview writes an id that is not known yet as it writes any such text.
  const hasId = id !== undefined && id !== "" && id !== UNKNOWN_TEXT;
  const outputs = { ...readProperties(reader.get("outputs")), ...(hasId && { id }) };
  return {
    urn,
    type,
    name,
    custom: reader.get("custom").boolean() ?? false,
    external: reader.get("external").boolean() ?? false,
    ...(isOpaqueType(type) && { opaque: true }),
    ...(parent !== undefined && parent !== "" && { parent }),
    ...(provider !== undefined && provider !== "" && { provider: providerUrn(provider) }),
    inputs,
    ...(Object.keys(outputs).length > 0 && { outputs }),
    dependencies: reader.get("dependencies").texts(),
    propertyDependencies: Object.fromEntries(
      reader
        .get("propertyDependencies")
        .entries()
        .map(([property, urns]) => [property, urns.texts()]),
    ),
    options: readOptions(reader),
    ...markedPaths(inputs),
    simulated: [],
    ...(position !== undefined && type !== STACK_TYPE && { source: position }),
  };
}

function parse(reader: Reader, urn: string): ReturnType<typeof parseUrn> {
  try {
    return parseUrn(urn);
  } catch (error) {
    throw reader.get("urn").error((error as Error).message);
  }
}

function readOptions(reader: Reader): PlanOptions {
  const deletedWith = reader.get("deletedWith").text();
  const lists = {
    ignoreChanges: reader.get("ignoreChanges").texts(),
    replaceOnChanges: reader.get("replaceOnChanges").texts(),
    additionalSecretOutputs: reader.get("additionalSecretOutputs").texts(),
    aliases: reader.get("aliases").texts(),
  };
  return {
    ...(reader.get("protect").boolean() === true && { protect: true }),
    ...(reader.get("retainOnDelete").boolean() === true && { retainOnDelete: true }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(deletedWith !== undefined && deletedWith !== "" && { deletedWith }),
  };
}

/** `project:///index.ts#10,5`; anything else is no position in the program, such as one above its folder. */
function readPosition(text: string | undefined): SourcePosition | undefined {
  const [, file, line, column] = /^project:\/\/\/(?!\.\.\/)(.+)#(\d+)(?:,(\d+))?$/.exec(text ?? "") ?? [];
  if (file === undefined || line === undefined) return undefined;
  return { file, line: Number(line), column: Number(column ?? 1) };
}
