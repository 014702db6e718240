"""Many documents: line by line in order, or an archive in shards that can be stopped and taken up again."""

from readout.run.lines import Order, Worker, lines_of
from readout.run.shards import Shard, run, shards_of, summed

__all__ = ["Order", "Shard", "Worker", "lines_of", "run", "shards_of", "summed"]
