import { type Properties, type Value, isObject } from "../../policies/value.ts";

/**
 * The account that a provider works in, as far as its inputs, or the keys of the `aws:` configuration, tell: that of
 * the role it assumes last, else the only one that it is allowed to work in. Of several allowed ones it may be any.
 * Secret inputs are not opened: what they say would spread into plain ARNs.
 */
export function accountOf(inputs: Properties): string | undefined {
  const roles = document(inputs["assumeRoles"]);
  const [last] = Array.isArray(roles) ? (roles as readonly Value[]).slice(-1) : [];
  const allowed = document(inputs["allowedAccountIds"]);
  const only = Array.isArray(allowed) && allowed.length === 1 ? (allowed[0] as Value) : undefined;
  return (
    accountOfRole(last) ??
    accountOfRole(document(inputs["assumeRoleWithWebIdentity"])) ??
    (typeof only === "string" && ACCOUNT.test(only) ? only : undefined)
  );
}

const ACCOUNT = /^\d{12}$/;

function accountOfRole(role: Value | undefined): string | undefined {
  if (!isObject(role) || typeof role["roleArn"] !== "string") return undefined;
  return /^arn:aws[a-z-]*:iam::(\d{12}):role\//.exec(role["roleArn"])?.[1];
}

/** The SDK hands lists and maps of a provider over as JSON texts, and so does the configuration. */
function document(value: Value | undefined): Value | undefined {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}
