/* Figures are drawn for the screen: before printing they take the width and height they have on paper, and go back after. */
(function () {
    const WIDTH = "186mm"; // of A4 within the margins of @page: whatever the window, the brief is laid out on paper
    const HEIGHTS = { "pair-ties": 84, "pair-trade": 116, "pair-ease": 138 };
    const figures = () => [...document.querySelectorAll(".js-plotly-plot")];
    const resize = (paper) => {
        document.body.style.width = paper && document.querySelector("[id^=pair-]") ? WIDTH : "";
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
            figure.dataset.legend = figure.dataset.legend || figure.layout.showlegend;
            const small = { // the words below each tie name its lines
                "xaxis.dtick": paper ? 10 : Number(figure.dataset.step),
                showlegend: !paper && figure.dataset.legend === "true",
            };
            const ties = panel === "pair-ties" ? small : {};
            const beside = panel === "pair-ease" ? { "yaxis.showticklabels": paper, "yaxis.tickfont.size": paper ? 10 : 12 } : {};
            window.Plotly.relayout(figure, { ...size, ...ties, ...beside });
        });
    };
    window.matchMedia("print").addEventListener("change", (event) => resize(event.matches));
})();
