"""xlwings Server: what it loads, and the task pane. Needs a licence of xlwings, see README."""
