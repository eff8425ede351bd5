import { STATEFUL } from "../../engine/against/stateful.ts";
import type { Replacing } from "../../engine/against/stateful/kind.ts";
import type { Pages } from "./index.ts";

/** The table by which a comparison tells what does not survive a change. */
export function replacementPages(): Pages {
  const chapters = Object.entries(STATEFUL).map(([type, { name, holds, guard, replacing }]) => {
    const rows = Object.entries(replacing).map(([path, when]) => `- \`${path}\`: ${describe(when)}`);
    const guarded =
      guard === undefined
        ? ""
        : ` AWS refuses to delete it while \`${guard.input}\` is \`${JSON.stringify(guard.value)}\`.`;
    return `## ${name}\n\n\`${type}\`. Lost with it: ${holds}.${guarded}\n\n${rows.join("\n")}`;
  });
  const text = `# What replaces a resource that holds data

Written by \`npm run docs\` from \`engine/against/stateful.ts\`, which names its sources. \`rampart preview --against\` calls out
first what holds data and is deleted or replaced. Of every other property, and of every other kind of resource, it says
that it changes, and guesses nothing. What is always known: a resource that is no longer in the program is deleted, one
under another name without an alias is made anew, and so is one whose \`replaceOnChanges\` names what differs.
\`ignoreChanges\` is obeyed. Below: when a property replaces.

${chapters.join("\n\n")}
`;
  return new Map([["docs/replacements.md", text]]);
}

function describe({ default: fallback, computed, named, on, sometimes }: Replacing): string {
  const when = {
    given: "with a first or another value; taken out, it stays as it is",
    removed: "when it is taken out",
    disabled: "when it is no longer true",
    existing: "with another value for the one it had",
  };
  const parts = [
    on === undefined ? "with another value" : when[on],
    ...(fallback === undefined ? [] : [`left out, it is \`${JSON.stringify(fallback)}\``]),
    ...(computed === undefined
      ? []
      : [
          `with a first value perhaps; taken out, ${named === true ? "perhaps, as Pulumi makes a name up" : "it stays as it is"}`,
        ]),
    ...(sometimes === undefined ? [] : ["not always: that depends on the values, or on what else is set"]),
  ];
  return parts.join("; ");
}
