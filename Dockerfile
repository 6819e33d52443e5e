# `docker build .` makes the last stage, the image for users; `npm run test:containers` builds and tries all of them.

ARG NODE_VERSION=20
# `.ci/run` installs the packages named in these two lines on the machine itself, too: they are named nowhere else.
ARG SHELLS="bash busybox dash elvish fish ksh93u+m mksh tcsh xonsh yash zsh"
ARG TEST_TOOLS="awscli bsdutils procps python3-boto3 shellcheck shfmt strace"

FROM node:${NODE_VERSION}-bookworm-slim AS dependencies
WORKDIR /src
ENV npm_config_update_notifier=false
# A registry and a certificate authority of the builder's network. Neither gets into the last stage's layers or history.
ARG npm_config_registry=""
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=secret,id=ca,target=/run/secrets/ca,mode=0444 \
  if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
  npm ci --no-audit --no-fund && npm cache clean --force 2>/dev/null

FROM dependencies AS build
COPY scripts scripts
COPY src src
RUN npm run build

FROM build AS standalone
ARG npm_config_registry=""
# Bun's runtime is fetched with npm, and compared with the digest in scripts/standalone-runtimes.json.
RUN --mount=type=secret,id=ca,target=/run/secrets/ca,mode=0444 \
  if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
  npm run build:standalone && mv dist/standalone/gitlab-aws-credential-helper-* /gitlab-aws-credential-helper

# Before the sources, and apart from them: the slowest layer is also the one that changes least.
FROM node:${NODE_VERSION}-bookworm-slim AS shells
ARG SHELLS
ARG TEST_TOOLS
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${SHELLS} ${TEST_TOOLS} \
  && rm -rf /var/lib/apt/lists/*
# Debian's images have no locale set, in which yash cannot carry what is not ASCII, and tcsh not all of it.
ENV LANG=C.UTF-8

FROM shells AS test
RUN groupadd --key GID_MAX=65532 --gid 65532 tester \
  && useradd --key UID_MAX=65532 --uid 65532 --gid 65532 --create-home tester
WORKDIR /src
COPY --from=dependencies /src/node_modules node_modules
# So that the tester can read the sources, whatever the umask of the checkout. Nothing needs to write beside them.
COPY --chown=tester:tester . .
COPY --from=build /src/dist dist
RUN npm run --no-update-notifier compile
USER 65532:65532
# A shell as process 1 reaps orphans, which Node would leave as zombies. `exit` keeps the shell from replacing itself.
ENTRYPOINT ["sh", "-c", "node scripts/bats-tests.mjs \"$@\"; exit $?", "bats-tests"]

FROM debian:bookworm-slim
# A home of its own, for `aws-profile`; any other user id works as well.
RUN groupadd --key GID_MAX=65532 --gid 65532 nonroot \
  && useradd --key UID_MAX=65532 --uid 65532 --gid 65532 --create-home --shell /bin/sh nonroot
# One file that needs nothing else, so that a job can copy it into another image.
COPY --from=standalone /gitlab-aws-credential-helper /usr/local/bin/gitlab-aws-credential-helper
COPY shells /usr/local/share/gitlab-aws-credential-helper/shells
USER 65532:65532
# After the files, which stay the same from one commit to the next more often.
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="gitlab-aws-credential-helper" \
  org.opencontainers.image.description="Trades a GitLab CI ID token for temporary AWS credentials" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
# No ENTRYPOINT: GitLab Runner starts a job's image with a shell.
CMD ["gitlab-aws-credential-helper", "--help"]
