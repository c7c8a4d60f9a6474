"""A studio's pages over the project in a folder, served in one process: `pages.py FOLDER ADDRESS...` prints seconds as JSON."""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import time
from pathlib import Path

import httpx2

from demodb.api.store import open_store
from demodb.settings import load_settings
from demodb.studio.access import Access
from demodb.studio.app import application
from demodb.studio.desk import Desk

RUNS = 15
_BACKGROUND = ("rehearsal", "beside")
_PATIENCE_SECONDS = 600


async def median(client: httpx2.AsyncClient, address: str) -> float:
    """The median seconds of an answer."""
    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        answer = await client.get(address)
        seconds.append(time.perf_counter() - begun)
        answer.raise_for_status()
    return statistics.median(seconds)


async def measured(folder: Path, addresses: list[str]) -> dict[str, float]:
    """The medians by address, once nothing is done in the background any more; under "peak" the most MB of memory."""
    settings = load_settings(folder)
    with open_store(settings.db) as store:
        desk, access = Desk(store, folder, "bench", db=settings.db), Access("127.0.0.1", 8140)
        transport = httpx2.ASGITransport(application(desk, access))
        cookies = {access.cookie: access.enter_by_token(access.token) or ""}
        async with httpx2.AsyncClient(transport=transport, base_url=access.origin, cookies=cookies) as client:
            for _ in range(2):
                await client.get("/")
                for kind in _BACKGROUND:
                    desk.jobs.wait(kind, _PATIENCE_SECONDS)
            seconds = {address: await median(client, address) for address in addresses}
    return seconds | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measured(Path(sys.argv[1]), sys.argv[2:]))))
