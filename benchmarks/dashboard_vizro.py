"""The table and the map of the Opportunities page in a minimal Vizro app; see benchmarks/dashboard.py."""

import json
import os
import sys
from pathlib import Path

import duckdb
import plotly.express as px
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture
from vizro.tables import dash_ag_grid

with duckdb.connect(os.environ["DATABASE"], read_only=True) as connection:
    table, places = (connection.execute(os.environ[name]).df() for name in ("TABLE_SQL", "MAP_SQL"))
outlines = json.loads(Path(os.environ["OUTLINES"]).read_text())


@capture("graph")
def world(data_frame):
    drawn = px.choropleth(data_frame, geojson=outlines, locations="economy", color="untapped_usd", hover_name="name")
    return drawn.update_geos(visible=False)  # the base map, which Plotly would fetch from the network


page = vm.Page(title="Opportunities", components=[vm.Table(figure=dash_ag_grid(table)), vm.Graph(figure=world(places))])

if __name__ == "__main__":
    import waitress

    app = Vizro(assets_folder=os.environ["EMPTY"]).build(vm.Dashboard(pages=[page]))
    waitress.serve(app.dash.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
