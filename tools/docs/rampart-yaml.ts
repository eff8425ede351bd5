import * as z from "zod";
import { SETTINGS, rampartFileSchema } from "../../cli/rampart-file/schema.ts";
import { type ReferenceRow, referenceRows } from "../../stacks/settings/_reference.ts";
import type { Pages } from "./index.ts";

const INTRODUCTION = `# rampart.yaml

<!-- Written by \`npm run docs\` from the schema; change the descriptions there. -->

What Rampart judges in a repository, and how. \`rampart init\` writes one; its JSON Schema is
[schemas/rampart.schema.json](schemas/rampart.schema.json).

- A command reads the nearest one, from the folder of \`--program\` or else the working folder upwards, as far as the root
  of the repository. Outside a repository it looks into that folder alone.
- Every command that has a flag takes it from here, and the command line wins. \`levels\` and \`reports\` are added to
  those of the command line. \`RAMPART_WAIVERS\` wins over \`waivers\`.
- \`rampart preview\`, \`graph\` and \`baseline write\` judge the programs and manifests that lie in the working folder or
  below, where none does the program around it, and else all. Naming \`--program\` judges that one alone. \`check\` without
  an input judges the manifests; with one it judges that alone, without the baseline of the file.
- A stack is called by its program's folder and its name, \`services/shop/prod\`, and \`prod\` alone means that of every program;
  a program at the root adds nothing. Manifests are called \`manifests:<path>\`. Baselines go by these names.
- Stacks with a \`Pulumi.<stack>.yaml\` are judged without being named, and so is what \`rampart.runs.ts\` lists. Naming one
  declares more of it; two files that contradict each other are refused.
- \`rampart.waivers.ts\` and \`rampart.policy.json\` beside a program are that program's, unless \`waivers\` or \`policyConfig\`
  names one for all. A policy pack in the Pulumi engine does not read this file: give it \`--policy-pack-config\` and
  \`RAMPART_WAIVERS\`.

\`<name>\` is a key of your own. All keys may be left out.
`;

/** docs/rampart-yaml.md and the JSON Schema of the file. */
export function rampartYamlPages(): Pages {
  const rows = Object.entries(rampartFileSchema.shape).flatMap(([key, schema]) => referenceRows(schema, key));
  const schema = z.toJSONSchema(rampartFileSchema, {
    target: "draft-7",
    io: "input",
    // Meant for people; the schema says it in its own terms.
    override: ({ jsonSchema }) => void delete (jsonSchema as Record<string, unknown>)["allowed"],
  });
  return new Map([
    ["docs/rampart-yaml.md", `${INTRODUCTION}\n${rows.map(item).join("\n")}\n`],
    ["docs/schemas/rampart.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`],
  ]);
}

function item({ path, allowed, description }: ReferenceRow): string {
  const about = description === "" ? "" : `${description}. `;
  return `- **\`${path}\`**${flagOf(path)}: ${about}Allowed: ${allowed}.`;
}

function flagOf(path: string): string {
  const setting = Object.entries(SETTINGS).find(([key]) => key === path)?.[1];
  return setting === undefined
    ? ""
    : ` (\`--${setting.flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\`)`;
}
