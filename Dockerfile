# cmhub without its embedded stores: docker-compose.yml brings PostgreSQL and Redis.
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
RUN python -m core.messages compile
RUN useradd --system --uid 10001 cmhub && install -d -o cmhub -m 0700 /data
USER cmhub
ENV CMHUB_DATA=/data CMHUB_BIND=0.0.0.0 CMHUB_PORT=8000
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["python"]
