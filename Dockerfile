FROM python:3.11-slim
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY src ./src
RUN pip install --no-cache-dir -r requirements.lock \
 && pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --create-home octavo && mkdir /data && chown octavo /data
USER octavo
ENV OCTAVO_HOST=0.0.0.0 OCTAVO_DATA=/data
VOLUME /data
EXPOSE 8000
# Reachable from elsewhere, so it wants keys: OCTAVO_API_KEYS, or `octavo keys create`.
CMD ["octavo", "serve"]
