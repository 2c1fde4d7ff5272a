# syntax=docker/dockerfile:1

# One file out of the sources: the program with its contract, migrations and documentation inside.
FROM oven/bun:1.4.5-debian AS build
WORKDIR /app
COPY package.json bun.lock ./
RUN bun install --frozen-lockfile --production
COPY openapi openapi
COPY src src
COPY db db
RUN bun run build

# The root of the final stage: the program, the C library that it is linked to, and a user to run as.
RUN mkdir -p /rootfs/etc /rootfs/tmp && chmod 1777 /rootfs/tmp \
 && cp dist/tasks-api /rootfs/ \
 && ldd dist/tasks-api | grep -o '/[^ ]*' | xargs -I{} cp -L --parents {} /rootfs \
 && echo 'tasks:x:10001:10001::/:' > /rootfs/etc/passwd \
 && echo 'hosts: files dns' > /rootfs/etc/nsswitch.conf

# Nothing but these files: no shell, no package manager. Its root may be read-only, with a writable /tmp
# where the migrations are to be unpacked.
FROM scratch
LABEL org.opencontainers.image.title="Tasks API" \
      org.opencontainers.image.description="Personal task lists, each visible to its owner alone" \
      org.opencontainers.image.version="1.1.0" \
      org.opencontainers.image.licenses="LicenseRef-Proprietary"
COPY --from=build /rootfs /
USER 10001:10001
# The heap is sized by the memory that the machine is thought to have, in bytes: no more than this of a large one.
ENV BUN_JSC_forceRAMSize=1073741824
ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/tasks-api", "healthcheck"]
ENTRYPOINT ["/tasks-api"]
