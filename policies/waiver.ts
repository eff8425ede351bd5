import { z } from "zod";
import type { Rule, Tier } from "./rule.ts";

/** Fewer literal characters than this, and a pattern says too little about what it spares. */
const FEWEST_LITERALS = 6;
/** A waiver is a debt with a date: no longer than a year from now. */
const LONGEST_DAYS = 366;

const pattern = z
  .string()
  .regex(/^[^\s]+$/, "must hold no white space")
  .refine((text) => text.replaceAll("*", "").length >= FEWEST_LITERALS, {
    message: `is too broad: name at least ${FEWEST_LITERALS} characters beside "*"`,
  });

const text = (least: number): z.ZodString => z.string().trim().min(least);

export const waiverSchema: z.ZodType<Waiver> = z.strictObject({
  rule: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be the id of a rule"),
  resource: z.union([
    pattern,
    z.strictObject({ type: z.string().regex(/^[^:\s]+:[^:\s]+:[^:\s*]+$/, "must be a type token"), name: pattern }),
  ]),
  path: z
    .string()
    .regex(/^(\/.*)?$/, 'must be a JSON Pointer such as "/spec/replicas"')
    .optional(),
  environments: z.array(z.string().min(1)).min(1),
  reason: text(12),
  owner: text(2),
  ticket: text(2),
  expires: z.iso.date(),
});

/** A violation that is borne for a while, and by whom. */
export interface Waiver {
  readonly rule: string;
  /**
   * Which resource: its logical identity (component names and own name joined by `/`), or a type token and a
   * name. `*` stands for any text without `/`.
   */
  readonly resource: string | { readonly type: string; readonly name: string };
  /** JSON Pointer of the property; left out for every finding of the rule on the resource. */
  readonly path?: string | undefined;
  /** Values of `rampart:environment` in which it holds. */
  readonly environments: readonly string[];
  /** Why the violation is borne, in a sentence. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly ticket: string;
  /** Last day on which it holds, `YYYY-MM-DD`; at most a year ahead. */
  readonly expires: string;
}

/** What a waiver is matched against. */
export interface Waivable {
  readonly rule: Rule;
  readonly type: string;
  readonly name: string;
  /** Logical identity. */
  readonly identity: string;
  /** JSON Pointer of the finding. */
  readonly path: string;
}

export interface WaiverProblem {
  readonly waiver: Waiver;
  readonly message: string;
}

/** @throws Error naming the entry and key path of everything that is malformed. */
export function parseWaivers(data: unknown, file: string): Waiver[] {
  const result = z.array(waiverSchema).safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  [${issue.path.join("].[")}]: ${issue.message}`);
  throw new Error(`${file} holds malformed waivers; nothing was waived:\n${faults.join("\n")}`);
}

/**
 * The waivers of one run over one environment: which finding each covers, and what is wrong with them. An
 * expired or inadmissible waiver covers nothing.
 */
export class Waivers {
  readonly #active: readonly Waiver[];
  readonly #used = new Set<Waiver>();
  readonly #problems: WaiverProblem[] = [];
  readonly #guarded: boolean;

  constructor(
    waivers: readonly Waiver[],
    run: { readonly environment: string | undefined; readonly tier: Tier; readonly today: string },
  ) {
    // An environment that does not say what it is, is treated as production.
    this.#guarded = run.tier !== "nonprod" || run.environment === undefined;
    const own = waivers.filter(
      ({ environments }) => run.environment !== undefined && environments.includes(run.environment),
    );
    this.#active = own.filter((waiver) => {
      const fault = datedFault(waiver, run.today);
      if (fault !== undefined) this.#problems.push({ waiver, message: fault });
      return fault === undefined;
    });
  }

  /** The waiver that covers the finding, if any. */
  covering(finding: Waivable): Waiver | undefined {
    const waiver = this.#active.find((one) => covers(one, finding));
    if (waiver === undefined) return undefined;
    this.#used.add(waiver);
    const refusal = this.#refusal(finding.rule);
    if (refusal === undefined) return waiver;
    if (!this.#problems.some((problem) => problem.waiver === waiver)) this.#problems.push({ waiver, message: refusal });
    return undefined;
  }

  #refusal(rule: Rule): string | undefined {
    if (rule.unwaivable === true) return `rule ${rule.id} cannot be waived`;
    if (rule.severity === "critical" && this.#guarded) {
      return `rule ${rule.id} is critical and cannot be waived in production, nor where the tier is not declared`;
    }
    return undefined;
  }

  /** Expired and inadmissible waivers. Complete once every finding has been offered. */
  get problems(): readonly WaiverProblem[] {
    return this.#problems;
  }

  get used(): ReadonlySet<Waiver> {
    return this.#used;
  }
}

function datedFault({ expires }: Waiver, today: string): string | undefined {
  if (expires < today) return `expired on ${expires}; mend the violation, or renew the waiver with its owner`;
  const days = (Date.parse(expires) - Date.parse(today)) / 86_400_000;
  return days > LONGEST_DAYS ? `expires on ${expires}, more than a year ahead; choose an earlier date` : undefined;
}

function covers(waiver: Waiver, finding: Waivable): boolean {
  if (waiver.rule !== finding.rule.id) return false;
  if (waiver.path !== undefined && waiver.path !== finding.path) return false;
  const { resource } = waiver;
  if (typeof resource === "string") return matches(resource, finding.identity);
  return resource.type === finding.type && matches(resource.name, finding.name);
}

function matches(glob: string, name: string): boolean {
  if (!glob.includes("*")) return glob === name;
  const source = glob.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${source.join("[^/]*")}$`).test(name);
}

/** Names a waiver in a message. */
export function describeWaiver({ rule, resource, ticket }: Waiver): string {
  const target = typeof resource === "string" ? resource : `${resource.type} ${resource.name}`;
  return `waiver of ${rule} for ${target} (${ticket})`;
}
