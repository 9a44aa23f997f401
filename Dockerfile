# The image of every NxtChat process: web, worker, beat and the pretend WhatsApp differ only in their command.
FROM python:3.13-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/venv UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-group dev --no-group embedded

FROM python:3.13-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --home-dir /data nxtchat \
 && install --directory --mode=0700 --owner=nxtchat --group=nogroup /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
RUN python -m compileall -q .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=nxtchat.settings NXTCHAT_DATA=/data
USER nxtchat
VOLUME /data
EXPOSE 8000
CMD ["uvicorn", "nxtchat.asgi:application", "--host=0.0.0.0", "--port=8000", "--no-access-log", "--timeout-graceful-shutdown=10"]
