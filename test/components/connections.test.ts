import { describe, expect, test } from "vitest";
import { type Connection, assertConnections, connectionsTo } from "../../components/_connections.ts";

const to = (...names: string[]): Connection["to"] => ({ kind: "domain", names });
const check =
  (...connections: Connection[]) =>
  () =>
    assertConnections('Workload "api"', connections);

describe("assertConnections", () => {
  test("accepts exact names and subdomain wildcards", () => {
    expect(check({ name: "stripe", to: to("api.stripe.com", "*.stripe.network"), port: 443 })).not.toThrow();
  });

  const refused: [string, Connection[], string][] = [
    [
      "a wildcard inside",
      [{ name: "a", to: to("api.*.com"), port: 443 }],
      'connection "a" names "api.*.com"; allowed are lower-case host names with at least one dot, with an optional "*." in front and no scheme, port or path.',
    ],
    ["everything", [{ name: "a", to: to("*"), port: 443 }], 'connection "a" names "*"'],
    [
      "no domain",
      [{ name: "a", to: to(), port: 443 }],
      'connection "a" names no domain; list at least one or remove it.',
    ],
    ["port 0", [{ name: "a", to: to("a.b"), port: 0 }], 'connection "a" has port 0; allowed is 1 to 65535.'],
    [
      "two of one name",
      [
        { name: "a", to: to("a.b"), port: 1 },
        { name: "a", to: to("b.c"), port: 1 },
      ],
      'two connections are named "a"; give each its own name.',
    ],
    ["a name that is no child name", [{ name: "A b", to: to("a.b"), port: 1 }], 'a connection is named "A b"'],
  ];
  test.each(refused)("refuses %s", (_, connections, message) => {
    expect(check(...connections)).toThrow(`Workload "api": ${message}`);
  });
});

test("connectionsTo narrows by kind", () => {
  const group: Connection = { name: "b", to: { kind: "securityGroup", id: "sg-1" }, port: 5432 };
  expect(connectionsTo("securityGroup", [{ name: "a", to: to("a.b"), port: 1 }, group])).toEqual([group]);
});
