import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb.js";
import type { RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb.js";
import { makeUrn } from "../urn.ts";
import type { PlanOptions } from "../plan.ts";
import { lazy, resourceProto } from "./protos.ts";
import type { Recorded } from "./recorded.ts";
import { UNKNOWN_TEXT } from "./wire.ts";

/** A request to register a resource, in the form that transforms change. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly remote: boolean;
  readonly parent: string;
  readonly transforms: readonly Callback[];
  readonly object: Struct | undefined;
  readonly propertyDependencies: ReadonlyMap<string, readonly string[]>;
  readonly options: TransformResourceOptions;
}

/** Reads a request. What it leaves open is inherited from the parent, as the engine does. */
export function toRegistration(
  request: RegisterResourceRequest,
  parent: string,
  inherited: Pick<Recorded, "options" | "provider" | "type"> | undefined,
): Registration {
  const dependencies = new Map<string, readonly string[]>();
  request.getPropertydependenciesMap().forEach((entry, property) => dependencies.set(property, entry.getUrnsList()));
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    parent,
    transforms: request.getTransformsList?.() ?? [],
    object: request.getObject(),
    propertyDependencies: dependencies,
    options: inherit(toOptions(request), request, inherited),
  };
}

function inherit(
  options: TransformResourceOptions,
  request: RegisterResourceRequest,
  parent: Pick<Recorded, "options" | "provider" | "type"> | undefined,
): TransformResourceOptions {
  if (parent === undefined) return options;
  if (!request.hasProtect() && parent.options.protect === true) options.setProtect(true);
  if (!request.hasRetainondelete() && parent.options.retainOnDelete === true) options.setRetainOnDelete(true);
  if (options.getDeletedWith() === "") options.setDeletedWith(parent.options.deletedWith ?? "");
  const isSamePackage = packageOf(request.getType()) === packageOf(parent.type);
  if (request.getCustom() && options.getProvider() === "" && parent.provider !== undefined && isSamePackage) {
    options.setProvider(`${parent.provider}::${UNKNOWN_TEXT}`);
  }
  return options;
}

function packageOf(type: string): string {
  return type.slice(0, type.indexOf(":"));
}

function toOptions(request: RegisterResourceRequest): TransformResourceOptions {
  const options = new resourceProto.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  // An option that was not set stays so: transforms can tell "unset" from "false".
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList([...request.getAliasesList(), ...request.getAliasurnsList().map(urnAlias)]);
  options.setProvider(request.getProvider());
  request.getProvidersMap().forEach((reference, name) => options.getProvidersMap().set(name, reference));
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  options.setDeletedWith(request.getDeletedwith());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  options.setHooks(request.getHooks());
  options.setHideDiffList(request.getHidediffsList());
  options.setReplaceWithList(request.getReplaceWithList());
  options.setReplacementTrigger(request.getReplacementTrigger());
  return options;
}

function urnAlias(urn: string): Alias {
  const { Alias: AliasMessage } = lazy.aliasProto();
  const alias = new AliasMessage();
  alias.setUrn(urn);
  return alias;
}

/** The options of the plan. What is at its default is left out. */
export function toPlanOptions(registration: Registration, stack: string, project: string): PlanOptions {
  const { options } = registration;
  const timeouts = options.getCustomTimeouts();
  const customTimeouts = {
    ...nonEmpty("create", timeouts?.getCreate()),
    ...nonEmpty("update", timeouts?.getUpdate()),
    ...nonEmpty("delete", timeouts?.getDelete()),
  };
  const aliases = options.getAliasesList().map((alias) => aliasUrn(alias, registration, stack, project));
  return {
    ...(options.getProtect() && { protect: true }),
    ...(options.getRetainOnDelete() && { retainOnDelete: true }),
    ...(options.getDeleteBeforeReplace() && { deleteBeforeReplace: true }),
    ...nonEmpty("ignoreChanges", options.getIgnoreChangesList()),
    ...nonEmpty("replaceOnChanges", options.getReplaceOnChangesList()),
    ...nonEmpty("additionalSecretOutputs", options.getAdditionalSecretOutputsList()),
    ...nonEmpty("aliases", [...new Set(aliases)]),
    ...nonEmpty("import", options.getImport()),
    ...nonEmpty("deletedWith", options.getDeletedWith()),
    ...nonEmpty("version", options.getVersion()),
    ...nonEmpty("pluginDownloadUrl", options.getPluginDownloadUrl()),
    ...(Object.keys(customTimeouts).length > 0 && { customTimeouts }),
  };
}

/** The field when it holds something; spread, so that an empty option leaves no trace. */
function nonEmpty<K extends string, V extends { readonly length: number }>(
  key: K,
  value: V | undefined,
): { [key in K]?: V } {
  return value === undefined || value.length === 0 ? {} : ({ [key]: value } as { [key in K]: V });
}

/** An alias as the engine resolves it: what a specification leaves out is the resource's own. */
function aliasUrn(alias: Alias, registration: Registration, stack: string, project: string): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const parent = spec.getNoparent() ? undefined : spec.getParenturn() || registration.parent;
  return makeUrn(
    spec.getStack() || stack,
    spec.getProject() || project,
    spec.getType() || registration.type,
    spec.getName() || registration.name,
    parent,
  );
}
