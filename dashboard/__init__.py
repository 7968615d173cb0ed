"""The Dash application that shows the published file."""
