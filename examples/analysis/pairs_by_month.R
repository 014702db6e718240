# Which pairs of states cooperated and which clashed, month by month; and how much of the count is copies?
#
#   readout read examples/reports --store readout.db
#   readout export readout.db --format events-csv --out folded.csv
#   readout export readout.db --format events-csv --raw --out raw.csv
#   Rscript examples/analysis/pairs_by_month.R folded.csv raw.csv pairs.csv
#
# One row a pair and month: events of cooperation (PLOVER quads 1, 2) and of conflict (3, 4), the mean of Goldstein's
# scale, and what the same count is when every reprint is counted again. The columns are told in docs/exports.md.

suppressPackageStartupMessages({
  library(readr)
  library(dplyr)
})

# The two states of an event: doer and addressee; or, where two act together on nobody, these two.
pairs_of <- function(doers, others) {
  doers <- unique(strsplit(doers, "; ", fixed = TRUE)[[1]])
  others <- unique(strsplit(others, "; ", fixed = TRUE)[[1]])
  both <- if (length(others) == 0) {
    if (length(doers) < 2) return(character())
    t(combn(doers, 2))
  } else {
    as.matrix(expand.grid(doers, others, stringsAsFactors = FALSE))
  }
  both <- both[both[, 1] != both[, 2], , drop = FALSE]
  unique(apply(both, 1, function(pair) paste(sort(pair), collapse = "-")))
}

by_pair <- function(file) {
  # Every column is text: "NA" may be a word, and a date may be a month.
  events <- read_csv(file, col_types = cols(.default = "c"), na = character())
  events <- filter(events, status == "happened")
  # An event without a time of its own is counted in the month of its report; what has neither is left out, and said.
  month <- substr(ifelse(events$date != "", events$date, events$published), 1, 7)
  pairs <- Map(pairs_of, events$actor_states, events$recipient_states)
  known <- nchar(month) == 7
  message(file, ": ", nrow(events), " events that happened, ", sum(!known), " of them in no known month, ",
          sum(lengths(pairs) == 0), " between fewer than two states")
  rows <- rep(seq_len(nrow(events)), lengths(pairs))
  tibble(pair = unlist(pairs, use.names = FALSE), month = month[rows],
         quad = events$quad[rows], goldstein = as.numeric(events$goldstein[rows])) |>
    filter(nchar(month) == 7)
}

counted <- function(rows) {
  rows |>
    group_by(pair, month) |>
    summarise(cooperation = sum(quad %in% c("1", "2")), conflict = sum(quad %in% c("3", "4")),
              goldstein = round(mean(goldstein, na.rm = TRUE), 2), .groups = "drop")
}

files <- commandArgs(trailingOnly = TRUE)
if (length(files) != 3) stop("usage: Rscript pairs_by_month.R FOLDED.csv RAW.csv OUT.csv", call. = FALSE)
folded <- counted(by_pair(files[1]))
raw <- by_pair(files[2]) |> count(pair, month, name = "with_copies")
answer <- folded |>
  left_join(raw, by = c("pair", "month")) |>
  arrange(pair, month)
write_csv(answer, files[3])
print(as.data.frame(answer), row.names = FALSE)
