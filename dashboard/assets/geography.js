/* Maps bring their own geometry: an empty base map keeps Plotly from fetching one from its publisher's server. */
window.PlotlyGeoAssets = {
    topojson: { world_110m: { type: "Topology", objects: {}, arcs: [] } },
};
