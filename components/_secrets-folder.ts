/** Where the secret files of workloads and Jobs appear. */
export const SECRETS_FOLDER = "/run/secrets/app";
