// What a job's own program would do: asks AWS who it is, with the credentials that it finds in its environment.
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
const endpoint = process.env["AWS_ENDPOINT_URL_STS"];
const client = new STSClient({ region: "us-east-1", ...(endpoint === undefined ? {} : { endpoint }) });
const { Arn } = await client.send(new GetCallerIdentityCommand({}));
console.log(Arn);
