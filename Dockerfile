# syntax=docker/dockerfile:1
# Runs as uid 10001 (or any --user), read-only, without capabilities; state in /data, configuration in /config.
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY inboxguard ./inboxguard
RUN --mount=type=secret,id=ca,required=false \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    python3 -m venv /opt/inboxguard \
    && /opt/inboxguard/bin/pip install --no-cache-dir --disable-pip-version-check . \
    && find /opt/inboxguard -name '*.pyc' -delete

FROM python:3.13-slim
LABEL org.opencontainers.image.title="inboxguard" \
      org.opencontainers.image.description="Recognises the hard sell that follows an accepted connection request" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/inboxguard /opt/inboxguard
ENV PATH=/opt/inboxguard/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    INBOXGUARD_CONFIG=/config/inboxguard.toml \
    INBOXGUARD_GENERAL__STATE=/data/state.sqlite3 \
    HOME=/tmp
RUN mkdir -m 0700 /data && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
EXPOSE 8025
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python3", "-m", "inboxguard.healthcheck"]
ENTRYPOINT ["inboxguard"]
CMD ["run"]
