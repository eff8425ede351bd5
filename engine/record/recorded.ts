import type { Properties } from "../../policies/value.ts";
import type { Mode, PlanOptions } from "../plan.ts";
import type { Fixtures } from "./fixtures.ts";
import type { Positions } from "./positions.ts";
import type { WireObject } from "./wire.ts";

/** What one recording is about. Folders are absolute. */
export interface MonitorOptions {
  readonly project: string;
  readonly stack: string;
  readonly mode: Exclude<Mode, "state">;
  readonly programDir: string;
  readonly workingDir: string;
  readonly config: Readonly<Record<string, string>>;
  readonly fixtures: Fixtures;
}

/** What the monitor keeps of a resource until the plan is made of it. */
export interface Recorded {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly external: boolean;
  readonly opaque: boolean;
  readonly parent: string | undefined;
  readonly provider: string | undefined;
  readonly inputs: Properties;
  outputs: Properties | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: ReadonlyMap<string, readonly string[]>;
  readonly options: PlanOptions;
  readonly positions: Positions;
  /** The state as the program sees it, for `getResource`. */
  readonly id: string;
  state: WireObject;
}

export interface RecordedInvoke {
  readonly token: string;
  readonly args: Properties;
  readonly answer: "fixture" | "built-in" | "unknown";
}
