/* Figures are drawn for the screen: before printing they take the width and height they have on paper, and go back after. */
(function () {
    const HEIGHTS = { "pair-ties": 95, "pair-trade": 150, "pair-ease": 165 };
    const figures = () => [...document.querySelectorAll(".js-plotly-plot")];
    const resize = (paper) => {
        figures().forEach((figure) => {
            const holder = figure.closest(".dash-graph");
            const panel = figure.closest(".panel")?.id.replace("-panel", "");
            if (!holder || !window.Plotly) {
                return;
            }
            holder.dataset.height = holder.dataset.height || holder.style.height;
            holder.style.height = paper && HEIGHTS[panel] ? `${HEIGHTS[panel]}px` : holder.dataset.height;
            figure.dataset.step = figure.dataset.step || figure.layout.xaxis?.dtick || "";
            const size = paper
                ? { width: holder.clientWidth, height: holder.clientHeight }
                : { width: null, height: parseInt(holder.dataset.height, 10) };
            const step = panel === "pair-ties" ? { "xaxis.dtick": paper ? 10 : Number(figure.dataset.step) } : {};
            window.Plotly.relayout(figure, { ...size, ...step });
        });
    };
    window.matchMedia("print").addEventListener("change", (event) => resize(event.matches));
})();
