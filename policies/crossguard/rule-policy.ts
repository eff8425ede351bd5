import type {
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { type UndecidedMode, defaultLevel } from "../levels.ts";
import { configSchema } from "../rule-config.ts";
import type { Context, Issue, Remediation, Rule, Tier } from "../rule.ts";
import { Property } from "../property.ts";
import { neededOf, remediationsOf } from "../remedies.ts";
import type { Resource } from "../resource.ts";
import { judge } from "../run.ts";
import type { Waivers } from "../waiver.ts";
import { withValue } from "../with-value.ts";
import { canBeHandedBack, setInPlace } from "./remediation.ts";
import type { Request, Session } from "./session.ts";
import { rawRemediated, toProperties } from "./values.ts";

/** Tells which violations are borne. */
export type Waiving = Pick<Waivers, "covering">;

/** The stack under analysis, as its config declares it. */
export interface Deployment {
  readonly environment: string | undefined;
  readonly tier: Tier;
}

/** A type that no resource has: the SDK skips a policy for it before it deserialises anything. */
const SKIP = "rampart:none";

/**
 * One rule as a CrossGuard policy, so that its level and config are set, listed and reported under its own
 * name. The SDK reads `__pulumiType` of a validation function before it deserialises properties for it; here
 * that read runs the rule on what the session has unwrapped, and asks for the call only when there is
 * something to report. Internal to the SDK, hence the pinned version and the tests through its real server.
 */
export class RulePolicy {
  readonly rule: Rule;
  readonly #session: Session;
  readonly #deployment: Deployment;
  readonly #waiving: Waiving;
  /** What the user configured; known only inside a call, which the first request therefore always makes. */
  #configured: Configured | undefined;
  /** Resources that could not be judged by themselves, each with the violations that were reported all the same. */
  readonly #waiting = new Map<string, ReadonlySet<string>>();

  constructor(rule: Rule, session: Session, deployment: Deployment, waiving: Waiving) {
    this.rule = rule;
    this.#session = session;
    this.#deployment = deployment;
    this.#waiving = waiving;
  }

  get policy(): Policy {
    const level = defaultLevel(this.rule);
    const common = {
      name: this.rule.id,
      description: this.rule.title,
      enforcementLevel: level,
      severity: this.rule.severity,
      remediationSteps: this.rule.fix,
      ...(this.rule.links[0] && { url: this.rule.links[0].url }),
      configSchema: { properties: configProperties(this.rule) },
    };
    const validations: Pick<ResourceValidationPolicy & StackValidationPolicy, "validateResource" | "validateStack"> = {
      // A rule over the stack is a resource policy too: only there can it learn its config cheaply.
      validateResource: lazily(
        () => this.#configured === undefined || this.#ofResource().length > 0,
        (args, report) => {
          this.#configure(args.getConfig(), report);
          this.#report(this.#ofResource(), report);
        },
      ),
      validateStack: lazily(
        () => this.#configured === undefined || this.#ofStack().length > 0,
        (args, report) => {
          this.#configure(args.getConfig(), report);
          this.#report(this.#ofStack(), report);
        },
      ),
    };
    // The engine remediates resources one by one: what joins several cannot be.
    const canRemediate = this.rule.remediate !== undefined && this.rule.scope === "resource";
    return {
      ...common,
      ...validations,
      ...(canRemediate && { remediateResource: (args: ResourceValidationArgs) => this.#remediate(args) }),
    };
  }

  /**
   * Called at level `remediate`, before the resource is judged: sets what is not set and at fault. What
   * is waived stays as it is, and what cannot be repaired is rejected afterwards.
   */
  #remediate(args: ResourceValidationArgs): Record<string, unknown> | undefined {
    const configured = readConfig(this.rule, args.getConfig());
    if (!configured.valid) return undefined;
    const raw = rawRemediated(args.props);
    const inputs = toProperties(raw);
    if (!canBeHandedBack(inputs)) return undefined;
    const failing = (set: readonly Remediation[]): readonly Found[] => {
      const changed = set.reduce((one, { path, value }) => withValue(one, path, value), inputs);
      const request = { resources: this.#session.resourcesOf(args, changed), stack: undefined };
      return this.#judge(request, configured).filter(({ issue }) => issue.verdict === "fail");
    };
    const byResource = Map.groupBy(failing([]), ({ resource }) => resource);
    const proposals = [...byResource]
      .filter(([, found]) => !found.some((one) => this.#isWaived(one)))
      .flatMap(([resource]) => remediationsOf(this.rule, resource));
    const remediations = neededOf(proposals, (set) => failing(set).length);
    return setInPlace(raw, remediations) ? args.props : undefined;
  }

  #configure(config: object, report: ReportViolation): void {
    if (this.#configured !== undefined) return;
    this.#configured = readConfig(this.rule, config);
    if (this.#configured.valid) return;
    // The CLI lets undeclared and mistyped settings through: left unsaid, a typo would switch a guard off.
    reportAs(
      report,
      `the pack's config for this rule is not valid: ${this.#configured.faults.join("; ")}. Correct it, then run again.`,
      "mandatory",
    );
  }

  /**
   * The violations of the resource at hand. What is undecided waits for the stack: only there does the engine
   * say which resources an unknown value comes from.
   */
  #ofResource(): readonly Found[] {
    if (this.rule.scope === "stack") return [];
    const found = this.#judgeCurrent();
    const violations = found.filter(({ issue, fault }) => issue.verdict === "fail" || fault);
    for (const { resource } of found) {
      if (violations.length === found.length) this.#waiting.delete(resource.urn);
      else this.#waiting.set(resource.urn, new Set(violations.map(keyOf)));
    }
    return violations;
  }

  /** What only the whole stack can tell: rules that join resources, and what a single resource left undecided. */
  #ofStack(): readonly Found[] {
    if (this.rule.scope === "stack") return this.#judgeCurrent();
    if (this.#waiting.size === 0) return [];
    return this.#judgeCurrent(({ urn }) => this.#waiting.has(urn)).filter(
      (found) => this.#waiting.get(found.resource.urn)?.has(keyOf(found)) !== true,
    );
  }

  #judgeCurrent(wanted?: (resource: Resource) => boolean): readonly Found[] {
    if (this.#configured?.valid !== true) return [];
    return this.#judge(this.#session.current, this.#configured, wanted).filter((found) => !this.#isWaived(found));
  }

  #judge(
    { resources, stack }: Request,
    configured: Configured,
    wanted: (resource: Resource) => boolean = () => true,
  ): readonly Found[] {
    const context: Context<unknown> = { ...this.#deployment, config: configured.config, mode: "preview" };
    return resources
      .filter(({ type }) => this.rule.types.includes(type) || this.rule.types.includes("*"))
      .filter(wanted)
      .flatMap((resource) => {
        const { issues, fault = false } = judge(this.rule, resource, context, stack, { secretness: false });
        return issues.map((issue) => ({ issue, resource, fault }));
      });
  }

  #isWaived({ issue, resource }: Found): boolean {
    const path = ownProperty(issue, resource)?.pointer ?? "";
    const identity = this.#session.identities.of(resource.urn);
    const { rule } = this;
    return this.#waiving.covering({ rule, type: resource.type, name: resource.name, identity, path }) !== undefined;
  }

  #report(found: readonly Found[], report: ReportViolation): void {
    for (const { issue, resource, fault } of found) {
      const path = ownProperty(issue, resource)?.display ?? "";
      const where = path === "" ? "" : ` (at ${path})`;
      if (issue.verdict === "fail") report(`${issue.message}${where}`, resource.urn);
      else if (fault) reportAs(report, `${this.rule.title}\nundecided: ${issue.message}`, "mandatory", resource.urn);
      else if (this.#configured?.undecided === "fail") report(`undecided: ${issue.message}`, resource.urn);
      else reportAs(report, `${this.rule.title}\nundecided: ${issue.message}`, "advisory", resource.urn);
    }
  }
}

interface Found {
  readonly issue: Issue;
  /** The resource under judgement. */
  readonly resource: Resource;
  /** Whether the rule itself failed. */
  readonly fault: boolean;
}

/** The property at fault; undefined where the issue stands at the whole resource or at another one of the stack. */
function ownProperty({ property }: Issue, { urn }: Resource): Property | undefined {
  return property instanceof Property && property.owner === urn ? property : undefined;
}

function keyOf({ issue, resource }: Found): string {
  return `${resource.urn}\n${issue.verdict}\n${issue.message}`;
}

interface Configured {
  readonly undecided: UndecidedMode | undefined;
  readonly config: unknown;
  readonly valid: boolean;
  readonly faults: readonly string[];
}

function readConfig(rule: Rule, given: object): Configured {
  const parsed = configSchema(rule).safeParse(given);
  if (parsed.success) {
    const { undecided, ...config } = parsed.data;
    return { undecided: undecided as UndecidedMode | undefined, config, valid: true, faults: [] };
  }
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "config"}: ${issue.message}`);
  return { undecided: undefined, config: undefined, valid: false, faults };
}

/** The SDK honours an object with a level of its own, though its types do not say so. */
function reportAs(
  report: ReportViolation,
  message: string,
  enforcementLevel: "advisory" | "mandatory",
  urn?: string,
): void {
  (report as unknown as (violation: object) => void)({ message, enforcementLevel, urn });
}

function lazily<Args, Result>(
  wanted: () => boolean,
  validate: (args: Args, report: ReportViolation) => Result,
): (args: Args, report: ReportViolation) => Result {
  Object.defineProperty(validate, "__pulumiType", { get: () => (wanted() ? undefined : SKIP) });
  return validate;
}

function configProperties(rule: Rule): Record<string, object> {
  const schema = z.toJSONSchema(configSchema(rule), { target: "draft-7", io: "input" });
  return (schema.properties ?? {}) as Record<string, object>;
}
