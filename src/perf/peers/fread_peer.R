# fread of R's data.table; the command names the file and the number of threads.
library(data.table)
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) == 1) {
  command <- strsplit(line, " ")[[1]]
  seconds <- system.time(fread(command[2], nThread = as.integer(command[3]), showProgress = FALSE))[["elapsed"]]
  cat("=", seconds * 1e3, "\n")
  flush(stdout())
}
