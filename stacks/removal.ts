import type { Removal, RemovalRequest } from "../engine/environments.ts";
import { INDEX, identifierOf } from "./creation.ts";
import { removeEntry, removeUnusedImport } from "./creation/source-removal.ts";
import { environmentOf, everyEnvironment } from "./environments/index.ts";
import { type SettingsIssue, SettingsError } from "./settings-errors.ts";
import { waivers } from "./waivers.ts";

/**
 * Takes an environment out again: what `createEnvironment` wrote, as it stood before. Whether anything is still deployed
 * is for the caller to find out.
 *
 * @throws SettingsError when there is no such environment, or when it cannot go.
 */
export async function removeEnvironment({ system, name, stack, read }: RemovalRequest): Promise<Removal> {
  const own = environmentOf(system, name);
  if (own.parent === undefined) {
    throw refused(
      system,
      name,
      "is described in full, and others may be meant to follow it",
      "to be taken out by hand",
    );
  }
  const children = everyEnvironment().filter((one) => environmentOf(one.system, one.environment).parent === own);
  if (children.length > 0) {
    const names = children.map((child) => `${child.system} ${child.environment}`).join(", ");
    throw refused(
      system,
      name,
      `is what ${names} derives from`,
      `to go once ${names} is gone, or derives from another`,
    );
  }
  const source = `stacks/environments/${name}.ts`;
  const [typed, index] = [read(source), read(INDEX)];
  const variable = identifierOf(name);
  const listed = index === undefined ? undefined : await removeEntry(index, "environments", [system], name);
  const shortened = typed === undefined ? undefined : await removeEntry(typed, variable, [], system);
  if (own.source !== source || typed === undefined || listed === undefined || shortened === undefined) {
    const place = `an entry "${name}" in ${INDEX}, and an entry "${system}" of \`${variable}\` in ${source}`;
    throw refused(system, name, "is not written where it is looked for", `${place}; else take it out by hand`);
  }
  const isLast = shortened.left === 0;
  if (isLast) refuseImports(system, name, source, read);
  const stackFile = stack === undefined ? undefined : `stacks/Pulumi.${stack}.yaml`;
  return {
    files: [
      isLast
        ? { file: source, what: "its differences" }
        : {
            file: source,
            text: await removeUnusedImport(shortened.text, identifierOf(nameOf(system, own.parent))),
            what: `the entry of ${system}; other systems have an environment ${name}`,
          },
      { file: INDEX, text: await removeUnusedImport(listed.text, variable), what: "its line in the list" },
      ...(stackFile === undefined ? [] : [{ file: stackFile, what: "the configuration of its stack" }]),
    ],
    next: [
      "npm run format",
      "npm run check",
      ...(own.input().expires === undefined ? ["npm run stateful"] : []),
      ...(stack === undefined ? [] : [`pulumi stack rm ${stack}`]),
      ...(isLast ? waiversOf(name) : []),
    ],
  };
}

function refused(system: string, name: string, problem: string, allowed: string): SettingsError {
  const issue: SettingsIssue = {
    path: ["environment"],
    problem,
    given: JSON.stringify(name),
    allowed,
    from: "the command line",
  };
  return new SettingsError(`${system} ${name} cannot be removed`, [issue]);
}

/** A file that another one takes helpers from cannot go, although nothing derives from its environments. */
function refuseImports(system: string, name: string, source: string, read: RemovalRequest["read"]): void {
  const sources = new Set(everyEnvironment().map((one) => environmentOf(one.system, one.environment).source));
  const user = [...sources].find((file) => file !== source && read(file)?.includes(`"./${name}.ts"`) === true);
  if (user === undefined) return;
  throw refused(system, name, `is written in ${source}, which ${user} imports`, `no import of it in ${user}`);
}

function nameOf(system: string, environment: unknown): string {
  const own = everyEnvironment().find((one) => environmentOf(one.system, one.environment) === environment);
  return own?.system === system ? own.environment : "";
}

/** Waivers that name an environment which no system has any more. */
function waiversOf(name: string): string[] {
  return waivers
    .filter(({ environments }) => environments.includes(name))
    .map(({ rule, resource }) => {
      const of = typeof resource === "string" ? resource : `${resource.type} ${resource.name}`;
      return `take ${name} out of the waiver of ${rule} for ${of} in stacks/waivers.ts`;
    });
}
