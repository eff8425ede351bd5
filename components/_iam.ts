import * as pulumi from "@pulumi/pulumi";

/** One value or several: AWS accepts both forms wherever a policy lists something. */
export type OneOrMany = pulumi.Input<string> | pulumi.Input<readonly pulumi.Input<string>[]>;

/** Who a statement of a resource or trust policy speaks of. */
interface Principals {
  /** Account ids, or ARNs of accounts, roles and users. */
  readonly AWS?: OneOrMany;
  /** Service principals, for example `logs.eu-west-1.amazonaws.com`. */
  readonly Service?: OneOrMany;
  /** ARNs of identity providers. */
  readonly Federated?: OneOrMany;
}

/** Condition operator, then condition key, then the values, for example `{ StringEquals: { "aws:SourceAccount": id } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/** One statement of an IAM, KMS, S3 or other resource policy. */
export interface Statement {
  /** Letters and digits only (the strictest rule among the services), unique in the document. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** Set either this or `notActions`. */
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /** Left out in trust policies, where AWS forbids it. */
  readonly resources?: OneOrMany;
  readonly notResources?: OneOrMany;
  /** Left out in identity policies, where AWS forbids it. `"*"` is everybody and needs conditions or a Deny. */
  readonly principals?: "*" | Principals;
  readonly conditions?: Conditions;
}

/**
 * A policy document as JSON text, with the keys of each statement in the order AWS prints them.
 *
 * @throws If there is no statement, a `sid` is malformed or used twice, or a statement names both or
 * neither of `actions` and `notActions`, or both of `resources` and `notResources`, or allows everybody
 * without a condition.
 */
export function policyDocument(statements: readonly Statement[]): pulumi.Output<string> {
  if (statements.length === 0)
    throw new Error("policyDocument: no statements were given; IAM refuses an empty policy.");
  const seen = new Set<string>();
  for (const statement of statements) {
    checkStatement(statement);
    if (seen.has(statement.sid)) {
      throw new Error(`policyDocument: sid "${statement.sid}" is used twice; give each statement its own.`);
    }
    seen.add(statement.sid);
  }
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements.map(renderStatement) });
}

/**
 * A role's trust policy for AWS services.
 *
 * @param service Service principal or several of them, for example `vpc-flow-logs.amazonaws.com`.
 * @param conditions Guard against the confused deputy; see `fromAccount`. Leave out only where the service
 * documents that it sends no source keys.
 */
export function assumeRolePolicy(service: OneOrMany, conditions?: Conditions): pulumi.Output<string> {
  return policyDocument([
    {
      sid: "AssumeByService",
      actions: ["sts:AssumeRole"],
      principals: { Service: service },
      ...(conditions === undefined ? {} : { conditions }),
    },
  ]);
}

/**
 * Conditions that make a service act only for resources of this account: the guard against the confused deputy.
 *
 * @param sourceArn ARN or ARN pattern of the resource on whose behalf the service calls; `*` and `?` match any text.
 */
export function fromAccount(accountId: pulumi.Input<string>, sourceArn?: OneOrMany): Conditions {
  return {
    StringEquals: { "aws:SourceAccount": accountId },
    ...(sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": sourceArn } }),
  };
}

function checkStatement({
  sid,
  effect,
  actions,
  notActions,
  resources,
  notResources,
  principals,
  conditions,
}: Statement) {
  const fail = (problem: string): never => {
    throw new Error(`policyDocument: statement "${sid}" ${problem}`);
  };
  if (!/^[0-9A-Za-z]+$/.test(sid)) fail("has a malformed sid; use letters and digits only.");
  if ((actions === undefined) === (notActions === undefined)) fail("must have exactly one of actions and notActions.");
  if ((actions ?? notActions)?.length === 0) fail("lists no action.");
  if (resources !== undefined && notResources !== undefined) fail("has both resources and notResources; keep one.");
  if (isEverybody(principals) && effect !== "Deny" && Object.keys(conditions ?? {}).length === 0) {
    fail('allows everybody ("*") without a condition; name the principals or add a condition.');
  }
}

function isEverybody(principals: Statement["principals"]): boolean {
  if (principals === undefined || principals === "*") return principals === "*";
  const { AWS } = principals;
  return AWS === "*" || (Array.isArray(AWS) && AWS.includes("*"));
}

function renderStatement(statement: Statement): Record<string, unknown> {
  const { sid, effect = "Allow", actions, notActions, resources, notResources, principals, conditions } = statement;
  return {
    Sid: sid,
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: principals }),
    ...(actions === undefined ? {} : { Action: actions }),
    ...(notActions === undefined ? {} : { NotAction: notActions }),
    ...(resources === undefined ? {} : { Resource: resources }),
    ...(notResources === undefined ? {} : { NotResource: notResources }),
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}
