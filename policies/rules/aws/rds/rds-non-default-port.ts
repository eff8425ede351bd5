import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { securityHub } from "../_links.ts";
import { engineOf } from "../_rds.ts";

export default defineRule({
  id: "rds-non-default-port",
  title: "Listen on a port other than the engine default.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "It cuts noise from opportunistic scans inside a flat network.",
  fix: "Set port to another one, and change the clients with it.",
  links: [securityHub("rds")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const usual = PORTS[engineOf(database) ?? ""];
    const port = database.get("port");
    return usual === undefined || (port.number() ?? usual) !== usual
      ? []
      : [port.fail("The database listens where scans look first; set port to another one")];
  },
  examples: {
    pass: [{ inputs: { engine: "postgres", port: 6543 } }],
    fail: [
      { name: "not set", inputs: { engine: "postgres" }, path: "/port", message: "scans look first" },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { engine: "aurora-mysql", port: 3306 },
        path: "/port",
        message: "scans look first",
      },
    ],
    undecided: [
      { inputs: { engine: "postgres", port: UNKNOWN }, path: "/port" },
      { inputs: { engine: UNKNOWN }, path: "/engine" },
    ],
  },
});
const PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  "aurora-postgresql": 5432,
  mysql: 3306,
  mariadb: 3306,
  "aurora-mysql": 3306,
  "oracle-ee": 1521,
  "oracle-se2": 1521,
  "sqlserver-ee": 1433,
  "sqlserver-se": 1433,
  "sqlserver-ex": 1433,
  "sqlserver-web": 1433,
};
