import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-user-least-privilege",
  title: "Refuse access strings that give all commands on all keys to application users.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Administrative and dangerous commands are not needed by an application.",
  fix: 'Name key patterns and categories, for example "on ~shop:* +@read +@write -@dangerous".',
  links: [
    awsDocs("Role-based access control", "AmazonElastiCache/latest/dg/Clusters.RBAC.html"),
    { title: "Valkey: access control lists", url: "https://valkey.io/topics/acl/" },
  ],
  types: ["aws:elasticache/user:User"],
  check: (user) => {
    const access = user.get("accessString");
    const text = access.string()?.toLowerCase() ?? "";
    if (/^\s*off(?:\s|$)/.test(text)) return [];
    // A selector in parentheses stands by itself: what it grants is not mixed with the rest.
    const selectors = [
      text.replaceAll(/\([^)]*\)/g, " "),
      ...text.matchAll(/\(([^)]*)\)/g).map(([, inner]) => inner ?? ""),
    ];
    return selectors.some(grantsEverything)
      ? [
          access.fail(
            "The user may run administrative commands or every command on every key; name keys and categories",
          ),
        ]
      : [];
  },
  examples: {
    pass: [
      { inputs: { accessString: "on ~shop:* +@read +@write -@dangerous" } },
      { inputs: { accessString: "on ~shop:* +@all -@admin -@dangerous" } },
      { name: "switched off", inputs: { accessString: "off ~* +@all" } },
    ],
    fail: [
      { inputs: { accessString: "on ~* +@all" }, path: "/accessString", message: "every command on every key" },
      { inputs: { accessString: "on allkeys allcommands" }, path: "/accessString", message: "every command" },
      {
        name: "a second selector",
        inputs: { accessString: "on ~a:* +get (~* +@all)" },
        path: "/accessString",
        message: "every key",
      },
      { inputs: { accessString: "on ~shop:* +@read +@admin" }, path: "/accessString", message: "administrative" },
    ],
    undecided: [{ inputs: { accessString: UNKNOWN }, path: "/accessString" }],
  },
});
const ADMINISTRATIVE = new Set(["@admin", "@dangerous"]);

/** Whether the words, read from left to right as the server does, leave every command on every key, or an administrative category. */
function grantsEverything(selector: string): boolean {
  let everyKey = false;
  let everyCommand = false;
  const granted = new Set<string>();
  for (const word of selector.split(/\s+/)) {
    if (word === "~*" || word === "allkeys" || /^%(?:rw|wr|w|r)~\*$/.test(word)) everyKey = true;
    else if (word === "resetkeys" || word === "reset") everyKey = false;
    if (word === "+@all" || word === "allcommands") everyCommand = true;
    else if (["-@all", "nocommands", "reset"].includes(word)) {
      everyCommand = false;
      granted.clear();
    } else if (ADMINISTRATIVE.has(word.slice(1))) {
      if (word.startsWith("+")) granted.add(word);
      else {
        granted.delete(`+${word.slice(1)}`);
        everyCommand = false;
      }
    }
  }
  return granted.size > 0 || (everyCommand && everyKey);
}
