// GitLab as an OpenID Connect provider: the job's ID token for credentials, by AssumeRoleWithWebIdentity.
import { loadIdToken } from "../id-token/load.ts";
import type { CredentialSource } from "./types.ts";

export const gitlabOidc: CredentialSource = {
  name: "gitlab-oidc",
  summary: "the job's ID token, traded by AWS STS",
  async login(request, context) {
    const token = await loadIdToken(request.token.value, context.now());
    // The AWS SDK is by far the largest part of the program: it is loaded at this moment and not before.
    const { assumeRoleWithWebIdentity } = await import("../sts/assume-role-with-web-identity.ts");
    return assumeRoleWithWebIdentity(
      {
        roleArn: request.roleArn.value,
        roleSessionName: request.sessionName.value,
        durationSeconds: request.durationSeconds.value,
        region: request.region.value,
        endpoint: request.endpoint.value,
        token,
      },
      context,
    );
  },
};
