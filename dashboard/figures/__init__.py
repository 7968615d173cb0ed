"""DataFrame in, plotly figure out."""
