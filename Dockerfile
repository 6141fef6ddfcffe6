FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY src ./src
RUN pip install --no-cache-dir --constraint requirements.lock hatchling \
 && pip wheel --no-deps --no-build-isolation --wheel-dir /dist .

FROM python:3.11-slim
WORKDIR /app
COPY requirements-run.lock ./
RUN pip install --no-cache-dir --requirement requirements-run.lock
COPY --from=build /dist /dist
RUN pip install --no-cache-dir --no-deps /dist/*.whl \
 && useradd --create-home octavo && mkdir /data && chown octavo /data
USER octavo
ENV OCTAVO_HOST=0.0.0.0 OCTAVO_DATA=/data
VOLUME /data
EXPOSE 8000
# Reachable from elsewhere, so it wants keys: OCTAVO_API_KEYS, or `octavo keys create`.
CMD ["octavo", "serve"]
