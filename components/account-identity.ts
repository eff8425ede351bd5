import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardRails, noContents, stateAccess } from "./_account-permissions.ts";
import {
  type Forge,
  type GitHubRepository,
  type GitLabProject,
  checkForge,
  gitHub,
  gitLab,
  trustPipelines,
} from "./_account-trust.ts";
import { type Statement, policyDocument } from "./_iam.ts";
import { type Tags, tagsFor } from "./_tags.ts";
import { type StateOwner, statePrefix } from "./account-state.ts";

/** What an `AccountIdentity` is made of. */
export interface AccountIdentityArgs {
  readonly accountId: string;
  /** Regions in which states are kept. */
  readonly stateRegions: readonly string[];
  /** The stacks of this account. */
  readonly stacks: readonly StateOwner[];
  /** At least one of the two. */
  readonly github?: GitHubRepository;
  readonly gitlab?: GitLabProject;
  /**
   * Policies with what the deployer may make and change in this account, by ARN. Which services they have to cover is in the README
   * of bootstrap; nothing is attached by default, because it decides over the whole account.
   */
  readonly deployPolicyArns: readonly string[];
  /** Stacks whose state a preview reads. Whoever opens a pull request can then read these stacks' secrets. @default none */
  readonly previewReads?: readonly StateOwner[];
  /** Longest session of a deployment, 1 to 4. @default 2: a first deployment takes more than one hour */
  readonly deploySessionHours?: number;
  readonly tags: Tags;
}

/** Name of the deployer in every account. */
const DEPLOYER = "rampart-deployer";
const PREVIEWER = "rampart-preview";

/** ARNs of the roles, for regions in which they are not made. */
export function pipelineRoleArns(accountId: string): { readonly deployer: string; readonly previewer: string } {
  const arn = (role: string) => `arn:aws:iam::${accountId}:role/${role}`;
  return { deployer: arn(DEPLOYER), previewer: arn(PREVIEWER) };
}

/**
 * How pipelines come into the account, without a credential that is kept anywhere.
 *
 * Guarantees: the deployer is taken by jobs of the protected environments or branches only, matched to the letter; the previewer by
 * jobs of pull requests, reads configuration and no contents, and is denied every call that returns a secret's value, whatever else
 * is attached to it; the deployer is denied what would blind the audit or widen its own trust.
 *
 * Cannot: protect the environments and branches, which the forge has to.
 *
 * @throws If there is no forge, no stack or no policy, or a subject admits others.
 */
export class AccountIdentity extends pulumi.ComponentResource {
  /** Known once its policies are attached. */
  readonly deployRoleArn: pulumi.Output<string>;
  readonly previewRoleArn: pulumi.Output<string>;

  constructor(name: string, args: AccountIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    const forges = checkIdentity(`AccountIdentity "${name}"`, args);
    super("rampart:aws:AccountIdentity", name, {}, opts);
    const child = { parent: this };
    const tags = tagsFor("account-identity", args.tags);

    const trusted = forges.map(({ sid, forge }) => {
      const provider = new aws.iam.OpenIdConnectProvider(
        `${name}-${sid.toLowerCase()}`,
        // Without thumbprints: AWS trusts the authorities that signed these issuers' certificates.
        { url: `https://${forge.issuer}`, clientIdLists: [forge.audience], tags },
        child,
      );
      // Written out, so that the trust can be judged before the provider exists.
      return { sid, forge, provider, providerArn: `arn:aws:iam::${args.accountId}:oidc-provider/${forge.issuer}` };
    });
    const role = (
      suffix: string,
      made: { name: string; description: string; hours: number; subjects: (forge: Forge) => readonly string[] },
      statements: Statement[],
      policyArns: readonly string[],
    ): pulumi.Output<string> => {
      const created = new aws.iam.Role(
        `${name}-${suffix}`,
        {
          name: made.name,
          description: made.description,
          maxSessionDuration: made.hours * 3_600,
          assumeRolePolicy: trustPipelines(trusted, made.subjects),
          tags,
        },
        { ...child, dependsOn: trusted.map(({ provider }) => provider) },
      );
      const own = new aws.iam.RolePolicy(
        `${name}-${suffix}`,
        { role: created.name, policy: policyDocument(statements) },
        child,
      );
      const attached = policyArns.map(
        (policyArn, index) =>
          // In the order of the list, so that the guard rails are there before anything is allowed.
          new aws.iam.RolePolicyAttachment(
            `${name}-${suffix}-${index}`,
            { role: created.name, policyArn },
            { ...child, dependsOn: [own] },
          ),
      );
      const ready = pulumi.all([own.id, ...attached.map(({ id }) => id)]);
      return pulumi.all([created.arn, ready]).apply(([arn]) => arn);
    };

    this.deployRoleArn = role(
      "deploy",
      {
        name: DEPLOYER,
        description: "Deploys the stacks of this account, from protected environments",
        hours: args.deploySessionHours ?? 2,
        subjects: ({ deploySubjects }) => deploySubjects,
      },
      [
        ...stateAccess(args, args.stacks, true),
        ...guardRails(
          args.accountId,
          forges.map(({ forge }) => forge.issuer),
        ),
      ],
      args.deployPolicyArns,
    );
    this.previewRoleArn = role(
      "preview",
      {
        name: PREVIEWER,
        description: "Reads configuration for pull requests, and no contents",
        hours: 1,
        subjects: ({ previewSubjects }) => previewSubjects,
      },
      [...stateAccess(args, args.previewReads ?? [], false), ...noContents(args, args.previewReads ?? [])],
      ["arn:aws:iam::aws:policy/SecurityAudit"],
    );
    this.registerOutputs({ deployRoleArn: this.deployRoleArn, previewRoleArn: this.previewRoleArn });
  }
}

function checkIdentity(where: string, args: AccountIdentityArgs): { readonly sid: string; readonly forge: Forge }[] {
  const forges = [
    ...(args.github === undefined ? [] : [{ sid: "GitHub", forge: gitHub(args.github) }]),
    ...(args.gitlab === undefined ? [] : [{ sid: "GitLab", forge: gitLab(args.gitlab) }]),
  ];
  if (forges.length === 0) throw new Error(`${where}: neither github nor gitlab is given, so nothing could deploy.`);
  for (const { forge } of forges) checkForge(where, forge);
  if (args.stacks.length === 0) throw new Error(`${where}: stacks is empty; list those that the roles are for.`);
  if (args.deployPolicyArns.length === 0) {
    throw new Error(`${where}: deployPolicyArns is empty, so the deployer could do nothing; name at least one policy.`);
  }
  const hours = args.deploySessionHours ?? 2;
  if (!Number.isInteger(hours) || hours < 1 || hours > 4) {
    throw new Error(`${where}: deploySessionHours is ${hours}; give whole hours from 1 to 4.`);
  }
  const known = new Set(args.stacks.map(statePrefix));
  const unknown = (args.previewReads ?? []).map(statePrefix).find((folder) => !known.has(folder));
  if (unknown !== undefined) throw new Error(`${where}: previewReads names "${unknown}", which is none of the stacks.`);
  return forges;
}
