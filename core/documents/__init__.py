"""Documents for people outside the product: PDF set by Typst, workbooks with native charts, and the charts in both."""
