/* Figures are drawn for the screen: before printing they take the width and height they have on paper, and go back after. */
(function () {
    const WIDTH = "186mm"; // of A4 within the margins of @page: whatever the window, the brief is laid out on paper
    const HEIGHTS = { "pair-ties": 84, "pair-trade": 108, "pair-ease": 118 };
    const print = window.matchMedia("print");
    let onPaper = false;
    const panelOf = (figure) => figure.closest(".panel")?.id.replace("-panel", "");
    const figures = () => [...document.querySelectorAll(".dash-graph .js-plotly-plot")];
    const rules = () =>
        [...document.styleSheets]
            .filter((sheet) => sheet.href?.includes("/entente"))
            .flatMap((sheet) => [...sheet.cssRules])
            .filter((rule) => rule.media?.mediaText === "print");

    // `beforeprint` comes while the page still has the look of the screen: widths are taken in that of paper.
    const inPrint = (measure) => {
        const looks = rules();
        looks.forEach((rule) => (rule.media.mediaText = "all"));
        const sizes = measure();
        looks.forEach((rule) => (rule.media.mediaText = "print"));
        return sizes;
    };

    const setHeight = (figure, paper) => {
        const holder = figure.closest(".dash-graph");
        holder.dataset.height = holder.dataset.height || holder.style.height;
        holder.style.height = (paper && HEIGHTS[panelOf(figure)] ? `${HEIGHTS[panelOf(figure)]}px` : "") || holder.dataset.height;
    };

    const sizeOf = (figure) => {
        const holder = figure.closest(".dash-graph");
        return { width: holder.clientWidth, height: holder.clientHeight };
    };

    const sizeOnScreen = (figure) => ({ width: null, height: parseInt(figure.closest(".dash-graph").dataset.height, 10) });

    const look = (figure, paper) => {
        figure.dataset.step = figure.dataset.step || figure.layout.xaxis?.dtick || "";
        figure.dataset.legend = figure.dataset.legend || figure.layout.showlegend;
        if (panelOf(figure) === "pair-ties") { // the words below each tie name its lines
            return {
                "xaxis.dtick": paper ? 10 : Number(figure.dataset.step),
                showlegend: !paper && figure.dataset.legend === "true",
            };
        }
        return panelOf(figure) === "pair-ease" ? { "yaxis.showticklabels": paper, "yaxis.tickfont.size": paper ? 10 : 12 } : {};
    };

    const lay = (paper) => {
        if (paper === onPaper || !window.Plotly) { // both events below tell of the same sheet
            return;
        }
        onPaper = paper;
        document.body.style.width = paper ? WIDTH : "";
        const drawn = figures();
        drawn.forEach((figure) => setHeight(figure, paper));
        const sizes = paper ? inPrint(() => drawn.map(sizeOf)) : drawn.map(sizeOnScreen);
        drawn.forEach((figure, place) => window.Plotly.relayout(figure, { ...sizes[place], ...look(figure, paper) }));
    };

    print.addEventListener("change", () => lay(print.matches));
    window.addEventListener("beforeprint", () => lay(true));
    window.addEventListener("afterprint", () => lay(print.matches));
})();
