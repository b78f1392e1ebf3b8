"""xlwings Server: what it loads, and the task pane. Needs a licence of xlwings, see README.

`project/` is the folder that xlwings Server is pointed at; its few lines import what stands here.
`starting` runs the server, `endpoints` answers the task pane, `computing` runs macros in processes
of their own, `manifest` tells Excel where everything is.
"""
