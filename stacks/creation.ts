import { isDeepStrictEqual } from "node:util";
import type { Creation, CreationRequest } from "../engine/environments.ts";
import { type PathKey, parsePointer, toPointer } from "../policies/pointer.ts";
import { insertEntry, insertImport } from "./creation/source-edit.ts";
import { type Difference, type Environment, derive } from "./derive.ts";
import { environmentOf, environmentsOf } from "./environments/index.ts";
import { loadEnvironment } from "./load.ts";
import { type SettingsIssue, SettingsError } from "./settings-errors.ts";
import { PARSE_ONCE, type Settings, settingsSchema } from "./settings.ts";
import { isIdentifier, literal, member } from "./source/literal.ts";

export const INDEX = "stacks/environments/index.ts";
const KEY = "alias/rampart-secrets-provider";

/**
 * A new environment that derives from another: a typed file of differences, a line in the list, a stack's
 * configuration. Nothing is written before the settings that come of it have been judged.
 *
 * @throws SettingsError when the new settings are not valid.
 */
export async function createEnvironment(request: CreationRequest): Promise<Creation> {
  const { system, name, from, read, today } = request;
  const parent = environmentOf(system, from);
  if (environmentsOf(system).includes(name)) throw taken(system, name);
  const source = `stacks/environments/${name}.ts`;
  const differences = differencesOf(request, parent);
  const { settings } = loadEnvironment(
    derive(source, parent, () => differences),
    { system, environment: name, today },
  );
  const variable = identifierOf(name);
  const entry = `derive(SOURCE, ${memberOf(identifierOf(from), system)}, (d) => [\n${differences.map(declaration).join("\n")}\n  ])`;
  const existing = read(source);
  const index = read(INDEX);
  if (index === undefined) throw new Error(`${INDEX} is missing`);
  const listed = await insertEntry(index, "environments", [system], name, memberOf(variable, system));
  const stackFile = read(`stacks/Pulumi.${name}.yaml`) === undefined ? name : `${system}-${name}`;
  return {
    files: [
      {
        file: source,
        text:
          existing === undefined
            ? newFile(request, source, variable, entry)
            : await insertImport(
                await insertEntry(existing, variable, [], system, entry),
                identifierOf(from),
                `./${from}.ts`,
              ),
      },
      { file: INDEX, text: await insertImport(listed, variable, `./${name}.ts`) },
      { file: `stacks/Pulumi.${stackFile}.yaml`, text: stackConfig(request, settings) },
    ],
    secrets: Object.entries(settings.secrets.entries).flatMap(([key, { kind }]) => (kind === "supplied" ? [key] : [])),
    next: nextSteps(request, stackFile),
  };
}

function taken(system: string, name: string): SettingsError {
  const issue: SettingsIssue = {
    path: ["environment"],
    problem: "is the name of an environment already",
    given: JSON.stringify(name),
    allowed: `another name than ${environmentsOf(system).join(", ")}`,
    from: "the command line",
  };
  throw new SettingsError(`${system} ${name} cannot be made`, [issue]);
}

function differencesOf(request: CreationRequest, parent: Environment): Difference[] {
  const parsed = settingsSchema.parse(parent.input(), PARSE_ONCE);
  const differ = (keys: readonly PathKey[], value: unknown, reason: string): Difference => {
    return { path: toPointer(keys), change: "differ", value, reason };
  };
  const ownDomains = Object.entries(request.domains).flatMap(([key, { name, hostedZoneId }]) => [
    differ(["domains", key, "name"], name, "The parent's name belongs to the parent"),
    differ(["domains", key, "hostedZoneId"], hostedZoneId, "The delegated zone of this environment's name"),
  ]);
  return [
    differ(["environment"], request.name, "The name of this environment"),
    ...(parsed.tier === "prod" ? [differ(["tier"], "nonprod", "Holds no real people's data and may be broken")] : []),
    // The parent's account is refused as such, and not as what makes no difference.
    ...(request.accountId === parsed.accountId
      ? []
      : [differ(["accountId"], request.accountId, "An account of its own, so that a mistake here stays here")]),
    ...ownDomains,
    differ(["network", "cidr"], request.cidr, "Apart from the parent, so that the two can be peered"),
    ...ownRoles(parsed, request.accountId),
    ...unsupplied(parsed),
    ...(request.expires === undefined ? [] : [expiry(parsed, request.expires)]),
  ];
}

function expiry(parent: Settings, expires: string): Difference {
  const change = parent.expires === undefined ? "add" : "differ";
  return { path: "/expires", change, value: expires, reason: "A passing environment, destroyed on this day" };
}

/** Roles have the same names in every account. */
function ownRoles(parent: Settings, accountId: string): Difference[] {
  return Object.entries(parent.cluster.access).flatMap(([key, roles]): Difference[] => {
    const own =
      typeof roles === "string" ? inAccount(roles, accountId) : roles.map((role) => inAccount(role, accountId));
    if (own.length === 0 || isDeepStrictEqual(own, roles)) return [];
    const path = toPointer(["cluster", "access", key]);
    return [{ path, change: "differ", value: own, reason: "The roles of this environment's account" }];
  });
}

function inAccount(arn: string, accountId: string): string {
  return arn.split(":").with(4, accountId).join(":");
}

/** What the parent's operator has supplied, nobody has supplied here. */
function unsupplied(parent: Settings): Difference[] {
  return Object.entries(parent.secrets.entries).flatMap(([name, entry]): Difference[] =>
    entry.kind === "supplied" && entry.supplied
      ? [
          {
            path: toPointer(["secrets", "entries", name, "supplied"]),
            change: "differ",
            value: false,
            reason: "Not supplied here yet; take this out when it is",
          },
        ]
      : [],
  );
}

function declaration({ path, change, value, reason }: Difference): string {
  const selector = `(s) => s${member(parsePointer(path))}`;
  return `    d.${change}(${selector}, ${literal(value)}, ${JSON.stringify(reason)}),`;
}

function memberOf(variable: string, key: string): string {
  return `${variable}${member([key])}`;
}

/** `pr-12` as the name of a variable: `pr12`. */
export function identifierOf(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function newFile({ system, from }: CreationRequest, source: string, variable: string, entry: string): string {
  const key = isIdentifier(system) ? system : JSON.stringify(system);
  return [
    `import { derive } from "../derive.ts";`,
    `import { ${identifierOf(from)} } from "./${from}.ts";`,
    "",
    `const SOURCE = ${JSON.stringify(source)};`,
    "",
    `/** What ${from} is, but for what is declared here. */`,
    `export const ${variable} = {`,
    `  ${key}: ${entry},`,
    "} as const;",
    "",
  ].join("\n");
}

function stackConfig({ system, name, from }: CreationRequest, { region, accountId, tier }: Settings): string {
  return [
    `# ${name} of ${system}: ${from} but for the differences declared in stacks/environments/${name}.ts.`,
    `secretsprovider: awskms://${KEY}?region=${region}&context_system=${system}&context_environment=${name}`,
    "config:",
    `  aws:region: ${region}`,
    "  aws:allowedAccountIds:",
    `    - "${accountId}"`,
    `  rampart:system: ${system}`,
    `  rampart:environment: ${name}`,
    `  rampart:tier: ${tier}`,
    "",
  ].join("\n");
}

function nextSteps({ system, name, from, expires }: CreationRequest, stack: string): string[] {
  return [
    "npm run format",
    "npm run check",
    ...(expires === undefined ? ["npm run stateful"] : []),
    `rampart parity ${from} ${name} --system ${system}`,
    `rampart preview ${system}/${name} --all`,
    `pulumi stack init ${stack}`,
    `pulumi up --stack ${stack}`,
    `rampart secrets ${name} --system ${system}`,
    ...(expires === undefined ? [] : ["rampart env list --expired", `rampart env remove ${name} --system ${system}`]),
  ];
}
