# syntax=docker/dockerfile:1
# Runs as uid 10001 (or any --user), read-only, without capabilities; state in /data, configuration in /config.
# The network is needed to build; to run it needs the mail server and, with OAuth2, the sign-in server.
FROM python:3.13-slim AS build
WORKDIR /src
# What we depend on changes seldom: a layer of its own, made with an empty package.
# What was built of that package is removed: setuptools keeps a built file that is newer than its source.
COPY pyproject.toml LICENSE THIRD-PARTY.md ./
RUN --mount=type=secret,id=ca,required=false \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    mkdir inboxguard && touch README.md inboxguard/__init__.py \
    && python3 -m venv /opt/inboxguard \
    && /opt/inboxguard/bin/pip install --no-cache-dir --disable-pip-version-check . \
    && rm -rf build *.egg-info
COPY README.md ./
COPY inboxguard ./inboxguard
RUN --mount=type=secret,id=ca,required=false \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    /opt/inboxguard/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --force-reinstall . \
    && /opt/inboxguard/bin/pip uninstall --yes --quiet pip \
    && rm -rf /opt/inboxguard/lib/python3*/site-packages/setuptools* /opt/inboxguard/lib/python3*/site-packages/pkg_resources

FROM python:3.13-slim
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="inboxguard" \
      org.opencontainers.image.description="Recognises the hard sell that follows an accepted connection request" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.licenses="Apache-2.0"
# The base image carries no byte code, and a read-only root could never keep any: each start would compile anew.
RUN python3 -c "import compileall, re, sysconfig; \
      compileall.compile_dir(sysconfig.get_path('stdlib'), quiet=2, rx=re.compile(r'/(test|tests|idlelib|tkinter|lib2to3|ensurepip|site-packages|dist-packages)/'))" \
    && mkdir -m 0700 /data && chown 10001:10001 /data && mkdir -m 0755 /config
COPY --from=build /opt/inboxguard /opt/inboxguard
ENV PATH=/opt/inboxguard/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    INBOXGUARD_GENERAL__STATE=/data/state.sqlite3 \
    HOME=/tmp
USER 10001:10001
VOLUME /data
EXPOSE 8025
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python3", "-m", "inboxguard.healthcheck"]
ENTRYPOINT ["inboxguard"]
CMD ["run"]
