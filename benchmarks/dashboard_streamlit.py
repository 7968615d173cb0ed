"""The table and the map of the Opportunities page in a minimal Streamlit app; see benchmarks/dashboard.py."""

import json
import os
from pathlib import Path

import duckdb
import plotly.express as px
import streamlit as st


@st.cache_resource
def frames():
    with duckdb.connect(os.environ["DATABASE"], read_only=True) as connection:
        return [connection.execute(os.environ[name]).df() for name in ("TABLE_SQL", "MAP_SQL")]


@st.cache_resource
def outlines():
    return json.loads(Path(os.environ["OUTLINES"]).read_text())


st.set_page_config(layout="wide")
table, places = frames()
st.dataframe(table)
world = px.choropleth(places, geojson=outlines(), locations="economy", color="untapped_usd", hover_name="name")
st.plotly_chart(world.update_geos(visible=False))  # the base map, which Plotly would fetch from the network
