"""The table and the map of the Opportunities page in a minimal Vizro app; see benchmarks/dashboard.py."""

import json
import os
import sys
from pathlib import Path

import duckdb
import vizro.models as vm
import vizro.plotly.express as px
from vizro import Vizro
from vizro.tables import dash_ag_grid

with duckdb.connect(os.environ["DATABASE"], read_only=True) as connection:
    table, places = (connection.execute(os.environ[name]).df() for name in ("TABLE_SQL", "MAP_SQL"))
outlines = json.loads(Path(os.environ["OUTLINES"]).read_text())
world = px.choropleth(places, geojson=outlines, locations="economy", color="untapped_usd", hover_name="name")
page = vm.Page(title="Opportunities", components=[vm.Table(figure=dash_ag_grid(table)), vm.Graph(figure=world)])

if __name__ == "__main__":
    import waitress

    app = Vizro(assets_folder=os.environ["EMPTY"]).build(vm.Dashboard(pages=[page]))
    waitress.serve(app.dash.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
