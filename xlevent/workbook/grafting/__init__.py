"""Fresh sheets of ours put into a workbook that holds sheets of other people too."""
