import type { EnvironmentIdentity } from "./normalise.ts";

/** An environment as a program's `rampart.environments.ts` lists it. */
export interface ListedEnvironment {
  readonly system: string;
  readonly environment: string;
  readonly tier: "prod" | "nonprod";
  readonly region: string;
  readonly accountId: string;
  /** Where it is written. */
  readonly source: string;
  /** The environment that it derives from, by name. */
  readonly parent?: string;
  /** How many ways in which it is meant to differ from its parent. */
  readonly differences: number;
  /** `YYYY-MM-DD` on which a passing environment ends. */
  readonly expires?: string;
}

/** One way in which the right environment is meant to differ from the left one. */
export interface DeclaredDifference {
  /** JSON Pointer of the setting. */
  readonly path: string;
  readonly reason: string;
  readonly source: string;
}

/** A setting that differs although nobody declared it. */
export interface SettingChange {
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
  /** Who wrote the actual value. */
  readonly from: string;
}

export interface PairRequest {
  readonly system: string;
  readonly left: string;
  readonly right: string;
  /** What the configuration of either stack merges over the settings. */
  readonly overrides: { readonly left?: unknown; readonly right?: unknown };
  readonly today: string;
}

/** Values of a stack's configuration. */
export type ConfigValues = Readonly<Record<string, string>>;

/** How two environments of one system are recorded in order to compare them. */
export interface Pair {
  readonly identity: { readonly left: EnvironmentIdentity; readonly right: EnvironmentIdentity };
  readonly standIn: EnvironmentIdentity;
  /** What the right one is meant to be, under the stand-in: the left one's settings and what is declared. */
  readonly template: ConfigValues;
  /** The same under the left one's identity. */
  readonly left: ConfigValues;
  /** The right one as it is deployed. */
  readonly right: ConfigValues;
  /** Either one as it is, under the stand-in: for reading side by side. */
  readonly plain: { readonly left: ConfigValues; readonly right: ConfigValues };
  readonly declared: readonly DeclaredDifference[];
  readonly undeclared: readonly SettingChange[];
}

/** One setting on the way from one set of settings to another. */
export interface Step {
  /** JSON Pointer of the setting. */
  readonly path: string;
  /** The differences that declare it; none where nobody did. */
  readonly declared: readonly DeclaredDifference[];
  /** Who wrote the value, where nobody declared it. */
  readonly from?: string;
}

/** The way from one set of settings to another, of which any part can be gone. */
export interface Ladder {
  readonly steps: readonly Step[];
  /** The configuration with these steps taken, under the stand-in; nothing where such settings are not valid. */
  readonly taking: (positions: readonly number[]) => ConfigValues | undefined;
}

/** What has to be taken apart in order to say why two environments differ. */
export interface PairSteps {
  /** From the left environment to what the right one is meant to be. */
  readonly declared: Ladder;
  /** From what the right one is meant to be to what it is. */
  readonly undeclared: Ladder;
  /** Declared differences that are the identity itself, or that come to nothing between these two. */
  readonly identity: readonly DeclaredDifference[];
}

/** A secret that an environment needs; never its value. */
export interface ListedSecret {
  readonly name: string;
  /** The end of its name in AWS. */
  readonly storedAs: string;
  readonly kind: string;
  readonly purpose: string;
  /** Who has to act on it: a role or user of the platform, or the operator. */
  readonly owner: string;
  readonly source: string;
  readonly rotation: string;
  /** False for a supplied one that is still to come. */
  readonly supplied: boolean;
}

/** What an operator gives for a new environment. */
export interface CreationRequest {
  readonly system: string;
  readonly name: string;
  /** The environment that it derives from. */
  readonly from: string;
  readonly accountId: string;
  readonly cidr: string;
  /** Name and hosted zone by the key of the domain. */
  readonly domains: Readonly<Record<string, { readonly name: string; readonly hostedZoneId: string }>>;
  /** `YYYY-MM-DD` for a passing environment. */
  readonly expires?: string;
  readonly today: string;
  /** The text of a file of the program, where there is one. */
  readonly read: (file: string) => string | undefined;
}

/** What has to be written, and what is left for the operator. */
export interface Creation {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  /** Names of secrets whose values only the operator has. */
  readonly secrets: readonly string[];
  readonly next: readonly string[];
}

/** Which environment has to go. */
export interface RemovalRequest {
  readonly system: string;
  readonly name: string;
  /** The stack whose configuration declares it, where there is one. */
  readonly stack?: string;
  /** The text of a file of the program, where there is one. */
  readonly read: (file: string) => string | undefined;
}

/** What has to be written and deleted, and what is left for the operator. */
export interface Removal {
  /** A file without a text is deleted. */
  readonly files: readonly { readonly file: string; readonly text?: string; readonly what: string }[];
  readonly next: readonly string[];
}

/** What somebody asks to be promoted: settings of one environment that another is to have, in any number of systems. */
export interface PromotionRequest {
  readonly from: string;
  readonly to: string;
  readonly systems: readonly {
    readonly system: string;
    /** What the configuration of either stack merges over the settings. */
    readonly overrides: { readonly from?: unknown; readonly to?: unknown };
  }[];
  /** Whether sizes travel too. */
  readonly sizes: boolean;
  /** Only these, as JSON Pointers or as people write paths, each with everything below it; empty for all that may. */
  readonly only: readonly string[];
  readonly today: string;
  /** The text of a file of the program, where there is one. */
  readonly read: (file: string) => string | undefined;
}

/** A setting that travels. Values as they may be shown. */
export interface PromotedSetting {
  readonly system: string;
  readonly path: string;
  readonly kind: string;
  readonly before: string;
  readonly after: string;
}

/** An edit of a source file, or a place where somebody has to make one. */
export interface SourceNote {
  readonly system: string;
  readonly path: string;
  /** `file:line`. */
  readonly where: string;
  readonly what: string;
}

/** Every setting of an environment by its JSON Pointer, as JSON text. */
export type FlatSettings = ReadonlyMap<string, string>;

/** What a promotion would write, and what it promises to come of it. */
export interface Promotion {
  readonly settings: readonly PromotedSetting[];
  /** What differs and stays, and why. */
  readonly kept: readonly { readonly system: string; readonly path: string; readonly why: string }[];
  readonly edits: readonly SourceNote[];
  /** What only a person can edit. Where there is any, `files` is empty. */
  readonly byHand: readonly SourceNote[];
  readonly files: readonly { readonly file: string; readonly before: string; readonly text: string }[];
  /** The settings that environments have afterwards, by `system/environment`; all others keep theirs. */
  readonly promised: ReadonlyMap<string, FlatSettings>;
  /** Environments that derive from the target and so get the same settings. */
  readonly followers: readonly { readonly system: string; readonly environment: string; readonly path: string }[];
  /** The target as it is and as it is to be, by system: values of its stack's configuration over the sources as they are. */
  readonly target: ReadonlyMap<string, { readonly before: ConfigValues; readonly after: ConfigValues }>;
}

/** What a program tells of its environments: the default export of `rampart.environments.ts` beside Pulumi.yaml. */
export interface EnvironmentSource {
  readonly list: () => readonly ListedEnvironment[];
  readonly pair: (request: PairRequest) => Pair;
  readonly steps: (request: PairRequest) => PairSteps;
  readonly secrets: (system: string, environment: string) => readonly ListedSecret[];
  readonly create: (request: CreationRequest) => Promise<Creation>;
  readonly remove: (request: RemovalRequest) => Promise<Removal>;
  /** The settings of an environment as they are written, without any stack's configuration. */
  readonly settings: (system: string, environment: string) => FlatSettings;
  readonly promote: (request: PromotionRequest) => Promise<Promotion>;
}
