import * as z from "zod";
import { LEVELS } from "../../policies/levels.ts";
import { LONGEST_TIMEOUT_SECONDS, MODES, PROFILES } from "../options.ts";
import { FORMATS } from "../reports.ts";

/** Paths that work on every machine: none that begins at the root, at a drive or at somebody's home. */
const RELATIVE = /^(?![/\\~]|[A-Za-z]:)/;
/** What is written must stay in the folder of the file. */
const BELOW = /^(?![/\\~]|[A-Za-z]:)(?!(?:.*[/\\])?\.\.(?:[/\\]|$))/;

const RELATIVE_PATH = "a path, relative to the folder of rampart.yaml";
const PATH_BELOW = "a path below the folder of rampart.yaml, relative to it";

function inputPath(description: string) {
  return z.string().min(1).regex(RELATIVE).meta({ description, allowed: RELATIVE_PATH });
}

function text(description: string, allowed = "text") {
  return z.string().min(1).meta({ description, allowed });
}

const environment = text("name of the environment; waivers and rules' settings go by it").optional();
const tier = z
  .enum(["prod", "nonprod"])
  .meta({ description: "declared, never guessed from a name; without it, all is judged as prod" })
  .optional();
const skip = text(
  "leave it out, for this reason; every run says so",
  "a reason, such as: moves to another repository in May",
).optional();

const stackSchema = z
  .strictObject({
    environment,
    tier,
    config: z
      .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
      .meta({
        description:
          "configuration for recording that wins over Pulumi.<stack>.yaml; stand-ins, never a secret of anybody",
        allowed: "keys such as aws:region, each with a text, a number or true or false",
      })
      .optional(),
    skip,
  })
  .meta({ allowed: "keys environment, tier, config, skip; {} for none of them" });

const programSchema = z
  .strictObject({
    stacks: z
      .record(z.string().min(1), stackSchema)
      .meta({
        description:
          "what is declared of a stack, by its name; those with a Pulumi.<stack>.yaml are judged without being named",
        allowed: "names of stacks, each with environment, tier, config, skip",
      })
      .optional(),
    skip,
  })
  .meta({ allowed: "keys stacks, skip; {} for none of them" });

const manifestsSchema = z
  .strictObject({ environment, tier, skip })
  .meta({ allowed: "keys environment, tier, skip; {} for none of them" });

/** How a setting becomes the value of a flag. */
interface Setting {
  readonly schema: z.ZodType;
  /** Attribute of the flag that it stands for, in every command that has this flag. */
  readonly flag: string;
  /** `input`: a file, or a list of files, which must exist. @default "value": as it is written */
  readonly kind?: "value" | "input" | "levels" | "reports";
  /** An environment variable that wins over the file, as it does over what lies beside the program. */
  readonly unlessEnv?: string;
}

/** The keys that stand for flags. A further one is a line here: the schema, the reference and every command follow. */
export const SETTINGS = {
  profile: { flag: "profile", schema: z.enum(PROFILES).meta({ description: "rules to run" }) },
  levels: {
    flag: "level",
    kind: "levels",
    schema: z
      .record(z.string().min(1), z.enum(LEVELS))
      .meta({ description: "levels of rules by id; --level adds to them", allowed: "ids of rules, each with a level" }),
  },
  strict: {
    flag: "strict",
    schema: z.boolean().meta({ description: "fail on undecided mandatory findings; default: where the tier is prod" }),
  },
  mode: { flag: "mode", schema: z.enum(MODES).meta({ description: "what programs see of outputs" }) },
  timeout: {
    flag: "timeout",
    schema: z
      .int()
      .min(1)
      .max(LONGEST_TIMEOUT_SECONDS)
      .meta({
        description: "give up on a program after so many seconds",
        allowed: `whole seconds from 1 to ${LONGEST_TIMEOUT_SECONDS}`,
      }),
  },
  policyConfig: { flag: "policyConfig", kind: "input", schema: inputPath("levels and settings of rules") },
  rules: {
    flag: "rules",
    kind: "input",
    schema: z.array(inputPath("a file of your own rules, or a pattern such as rules/*.ts")).meta({
      description: "further files of your own rules, beside rampart.rules.ts of each program",
      allowed: "a list of files or patterns",
    }),
  },
  waivers: {
    flag: "waivers",
    kind: "input",
    unlessEnv: "RAMPART_WAIVERS",
    schema: inputPath("waivers of every program; default: rampart.waivers.ts beside each"),
  },
  fixtures: {
    flag: "fixtures",
    kind: "input",
    schema: inputPath("answers for provider functions and stack references"),
  },
  baseline: {
    flag: "baseline",
    kind: "input",
    schema: inputPath("what is borne, as `rampart baseline write` wrote it"),
  },
  reports: {
    flag: "report",
    kind: "reports",
    schema: z
      .partialRecord(z.enum(FORMATS), z.string().min(1).regex(BELOW).meta({ allowed: PATH_BELOW }))
      .meta({ description: "files to write, by format; --report adds to them" }),
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Shape = { readonly [Key in keyof typeof SETTINGS]: z.ZodOptional<(typeof SETTINGS)[Key]["schema"]> };

const settingsShape = Object.fromEntries(
  Object.entries(SETTINGS).map(([key, { schema }]) => [key, schema.optional()]),
) as unknown as Shape;

/** rampart.yaml: what a repository has, and what would else be said by flags. */
export const rampartFileSchema = z
  .strictObject({
    programs: z
      .record(z.string().min(1).regex(RELATIVE).meta({ allowed: RELATIVE_PATH }), programSchema)
      .meta({
        description: "folders of Pulumi programs, each with what is declared of its stacks",
        allowed: "folders of programs, each with stacks, skip; {} for none of them",
      })
      .optional(),
    manifests: z
      .record(z.string().min(1).regex(RELATIVE).meta({ allowed: RELATIVE_PATH }), manifestsSchema)
      .meta({
        description: "files or folders of Kubernetes YAML; each is judged by itself",
        allowed: "files or folders, each with environment, tier, skip; {} for none of them",
      })
      .optional(),
    ...settingsShape,
  })
  .meta({ title: "rampart.yaml", description: "What Rampart judges in this repository, and how." });

export type RampartSettings = z.infer<typeof rampartFileSchema>;
export type DeclaredStack = z.infer<typeof stackSchema>;
