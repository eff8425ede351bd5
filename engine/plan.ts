import type { Properties } from "../policies/value.ts";

/** Bumped when a reader of plans would have to change. */
export const PLAN_SCHEMA_VERSION = 1;

/**
 * How computed outputs were supplied while recording: `simulate` gives well-formed placeholders, `preview`
 * leaves them unknown, `state` means that the plan was made from exported state and they are real.
 */
export type Mode = "simulate" | "preview" | "state";

/** A position in the user's program. Paths are relative to the program's folder and use `/`. */
export interface SourcePosition {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface PlanOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly aliases?: readonly string[];
  readonly import?: string;
  readonly deletedWith?: string;
  readonly version?: string;
  readonly pluginDownloadUrl?: string;
  readonly customTimeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
}

/** One registered or read resource. Paths in `unknown`, `secret` and `simulated` are JSON Pointers below `inputs`. */
export interface PlanResource {
  /** As the real engine builds it, with the full chain of parent types. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components. */
  readonly custom: boolean;
  /** True for a resource that the program reads and does not manage (`X.get`). */
  readonly external: boolean;
  /** True for a component or release whose children were made elsewhere (remote component, Helm release). */
  readonly opaque?: boolean;
  readonly parent?: string;
  /** URN of an explicit provider, without its id. */
  readonly provider?: string;
  readonly inputs: Properties;
  /** What the (simulated) provider returned beyond the inputs, the id among them. */
  readonly outputs?: Properties;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: { readonly [property: string]: readonly string[] };
  readonly options: PlanOptions;
  readonly unknown: readonly string[];
  readonly secret: readonly string[];
  readonly simulated: readonly string[];
  /** Innermost frame of the user's code at the constructor. */
  readonly source?: SourcePosition;
  /** Outermost frame inside the program. */
  readonly declaredAt?: SourcePosition;
}

/** A call of a provider function while recording, and where its answer came from. */
export interface PlanInvoke {
  readonly token: string;
  readonly args: Properties;
  /** `fixture`: from `--fixtures`; `built-in`: Rampart's own answer; `unknown`: none was known. */
  readonly answer: "fixture" | "built-in" | "unknown";
}

export interface PlanProgram {
  /** Project name of Pulumi.yaml. */
  readonly project: string;
  /** The program's folder, relative to where the recording was asked for; `.` for that folder itself. */
  readonly folder: string;
}

export interface Plan {
  readonly schemaVersion: number;
  readonly program: PlanProgram;
  readonly stack: string;
  readonly environment?: string;
  readonly tier?: "prod" | "nonprod";
  readonly mode: Mode;
  /** In an order that does not depend on timing: parents before children, then by URN. */
  readonly resources: readonly PlanResource[];
  readonly invokes: readonly PlanInvoke[];
}
