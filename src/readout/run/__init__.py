"""Many documents: line by line in order, or an archive in shards that can be stopped and taken up again."""

from readout.run.lines import Order, Worker, lines_of
from readout.run.relevance import Gate
from readout.run.shards import Shard, dropped, left_out, run, shards_of, summed

__all__ = ["Gate", "Order", "Shard", "Worker", "dropped", "left_out", "lines_of", "run", "shards_of", "summed"]
