// Which region's STS is asked, and in which partition the role is.
import type { Flags } from "../arguments/flag-spec.ts";
import type { Environment } from "../context.ts";
import { PARTITION, REGION } from "./inputs.ts";
import { findPartition, PARTITIONS, type Partition, partitionOfRegion } from "./partitions.ts";
import { describeOrigin, disagreement, fromFlag, given, type Resolved, valueError } from "./resolved.ts";

export interface Place {
  readonly region: Resolved<string>;
  readonly partition: Resolved<string>;
  readonly dnsSuffix: string;
}

/** A region becomes part of a host name, so it must be a host name's label: RFC 1123, section 2.1. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The partition comes from its flag, else from the role ARN, else from the region; the region from its flag or variables,
 * else it is the first of the partition. A region in a variable gives way to a partition in a flag.
 * @param arnPartition the partition that a given role ARN names
 * @throws HelperError (exit code 3) for what breaks a rule or disagrees
 */
export function resolvePlace(
  flags: Flags,
  env: Environment,
  arnPartition: Resolved<string> | undefined,
): Place {
  const asked = askedPartition(flags, arnPartition);
  const region = given(flags, env, REGION);
  if (asked === undefined)
    return region === undefined ? firstOf("aws", { kind: "default" }) : placeOfRegion(region);

  const partition = partitionNamed(asked);
  if (region === undefined) return firstOf(partition.name, asked.origin);
  const regionBelongs =
    partition.regions.test(region.value) || !PARTITIONS.some(({ regions }) => regions.test(region.value));
  if (regionBelongs) {
    assertRegion(region);
    return { region, partition: asked, dnsSuffix: partition.dnsSuffix };
  }
  if (region.origin.kind === "variable" && asked.origin.kind === "flag")
    return firstOf(partition.name, asked.origin);
  throw disagreement(region, asked, `the region is in partition ${partitionOfRegion(region.value).name}`);
}

function askedPartition(
  flags: Flags,
  arnPartition: Resolved<string> | undefined,
): Resolved<string> | undefined {
  const partition = fromFlag(flags, PARTITION);
  if (partition === undefined) return arnPartition;
  partitionNamed(partition);
  if (arnPartition?.origin.kind === "flag" && arnPartition.value !== partition.value)
    throw disagreement(partition, arnPartition, "the role ARN is of another partition");
  return partition;
}

function partitionNamed(partition: Resolved<string>): Partition {
  const found = findPartition(partition.value);
  if (found !== undefined) return found;
  throw valueError(partition, `is no AWS partition: ${PARTITIONS.map(({ name }) => name).join(", ")}`);
}

function placeOfRegion(region: Resolved<string>): Place {
  assertRegion(region);
  const { name, dnsSuffix } = partitionOfRegion(region.value);
  const origin = { kind: "derived", from: describeOrigin(region.origin) } as const;
  return { region, partition: { value: name, origin }, dnsSuffix };
}

function firstOf(partitionName: string, origin: Resolved<string>["origin"]): Place {
  const partition = { value: partitionName, origin };
  const { firstRegion, dnsSuffix } = partitionNamed(partition);
  return {
    region: {
      value: firstRegion,
      origin: origin.kind === "default" ? origin : { kind: "derived", from: "the partition" },
    },
    partition,
    dnsSuffix,
  };
}

function assertRegion(region: Resolved<string>): void {
  if (!LABEL.test(region.value))
    throw valueError(region, "is not the name of a region, such as eu-central-1");
}
