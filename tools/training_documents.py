from collections.abc import Iterator
from tools.finder_sources import Sample


def generated(count: int) -> Iterator[Sample]:
    return iter(())
