import type * as pulumi from "@pulumi/pulumi";
import { type Statement, policyDocument } from "./_iam.ts";

/** A forge whose pipelines may take roles, and which of them. */
export interface Forge {
  /** What the issuer is, without `https://`. */
  readonly issuer: string;
  /** The audience that a pipeline asks its token for. */
  readonly audience: string;
  /** Subjects that deploy: matched exactly. */
  readonly deploySubjects: readonly string[];
  /** Subjects that preview. A `*` stands for any text, and is refused before the name of the project has ended. */
  readonly previewSubjects: readonly string[];
}

/** Repository of GitHub Actions. */
export interface GitHubRepository {
  /** `owner/name`, or `owner@id/name@id` where the repository has immutable subjects, as those made since July 2026 have. */
  readonly repository: string;
  /** Protected environments whose jobs deploy. */
  readonly environments: readonly string[];
}

/** Jobs of an environment deploy, and jobs of a pull request preview; each has a subject of its own. */
export function gitHub({ repository, environments }: GitHubRepository): Forge {
  return {
    issuer: "token.actions.githubusercontent.com",
    audience: "sts.amazonaws.com",
    deploySubjects: environments.map((environment) => `repo:${repository}:environment:${environment}`),
    previewSubjects: [`repo:${repository}:pull_request`],
  };
}

/** Project of GitLab. */
export interface GitLabProject {
  /** Host of the instance. @default "gitlab.com" */
  readonly host?: string;
  /** `group/project`, with every subgroup. */
  readonly project: string;
  /** Protected branches whose jobs deploy. */
  readonly branches: readonly string[];
}

/**
 * Jobs of a protected branch deploy: GitLab's subject holds the branch, and no environment unless the project is told so. Jobs of
 * every branch preview, because the subject does not tell a merge request from its branch.
 */
export function gitLab({ host = "gitlab.com", project, branches }: GitLabProject): Forge {
  const subject = (branch: string) => `project_path:${project}:ref_type:branch:ref:${branch}`;
  return {
    issuer: host,
    audience: `https://${host}`,
    deploySubjects: branches.map(subject),
    previewSubjects: [subject("*")],
  };
}

interface Trusted {
  readonly sid: string;
  readonly forge: Forge;
  readonly providerArn: string;
}

/** A trust policy for pipelines with one of the subjects. */
export function trustPipelines(
  trusted: readonly Trusted[],
  subjectsOf: (forge: Forge) => readonly string[],
): pulumi.Output<string> {
  return policyDocument(
    trusted.map(({ sid, forge, providerArn }): Statement => {
      const subjects = subjectsOf(forge);
      const isExact = subjects.every((subject) => !/[*?]/.test(subject));
      const subject = { [`${forge.issuer}:sub`]: subjects };
      const audience = { [`${forge.issuer}:aud`]: forge.audience };
      return {
        sid,
        actions: ["sts:AssumeRoleWithWebIdentity"],
        principals: { Federated: providerArn },
        conditions: isExact
          ? { StringEquals: { ...audience, ...subject } }
          : { StringEquals: audience, StringLike: subject },
      };
    }),
  );
}

/** @throws If a subject is empty or so open that it admits other projects, or one that deploys holds a wildcard. */
export function checkForge(where: string, { issuer, deploySubjects, previewSubjects }: Forge): void {
  if (deploySubjects.length === 0) {
    throw new Error(`${where}: ${issuer} has nothing that deploys; name its protected environments or branches.`);
  }
  const pattern = deploySubjects.find((subject) => /[*?]/.test(subject));
  if (pattern !== undefined) {
    throw new Error(
      `${where}: "${pattern}" deploys, and holds a wildcard, so that others could; write each environment or branch in full.`,
    );
  }
  const open = previewSubjects.find((subject) => !/^(repo|project_path):[^:*?]+\/[^:*?]+:/.test(subject));
  if (open !== undefined) {
    throw new Error(`${where}: "${open}" is no subject of one project; write owner and name in full.`);
  }
}
