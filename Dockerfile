# The browser's part, built with the tools the lock names.
FROM node:22-slim AS browser
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json build.mjs ./
COPY static/src static/src
RUN npm run build

# The locked packages. Only wheels: no compiler here, and none in what is shipped.
FROM python:3.13-slim AS packages
RUN python -m venv --without-pip /opt/venv
COPY requirements/s3.txt requirements/
RUN pip --python /opt/venv/bin/python install --no-cache-dir --require-hashes --only-binary :all: \
    -r requirements/s3.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LOG_FORMAT=json \
    PORT=8000 \
    SMARTLINK_HOME=/var/lib/smartlink
# A fixed number, so that a mounted folder can be given to it.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/smartlink smartlink \
    && install --directory --owner smartlink --group smartlink \
        /var/lib/smartlink /var/lib/smartlink/media
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=browser /src/static/dist static/dist
# The last things ever written here: it all belongs to root and may be mounted read-only.
RUN python manage.py collectstatic --no-input --verbosity 0 \
    && test -s staticfiles/staticfiles.json \
    && python -m compileall -q .
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s --retries=3 \
    CMD ["python", "-m", "deploy.alive"]
# `exec`: the server itself must get the SIGTERM. The limits keep one frame from filling the memory.
CMD ["sh", "-c", "exec daphne -v 0 -b 0.0.0.0 -p $PORT --no-server-name --websocket-max-message-size 65536 --websocket-max-frame-size 65536 chatsite.asgi:application"]
