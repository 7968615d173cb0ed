/* Saves the figures of a panel as pictures that say what they show, in the light colours they are drawn in. */
(function () {
    const INK = "rgb(31, 41, 51)";
    const MUTED = "rgb(91, 102, 117)";
    const FONT = "'Inter Variable', system-ui, 'Segoe UI', Roboto, Arial, sans-serif";
    const EDGE = 12; // pixels left free around the words
    const SCALE = 2; // of a PNG, for screens and paper finer than one dot a pixel
    const LEAST = 640; // pixels; what is drawn for a telephone has no room for the names it hides on the screen
    const NARROWER = 0.82; // the width to fill, as a picture is shown in the reader's own, often wider, typeface
    const TITLE = { size: 15, line: 20, weight: 600, colour: INK };
    const SOURCE = { size: 11, line: 15, weight: 400, colour: MUTED };
    const IN_NAMES = ["economy", "exporter", "importer", "product", "year"];

    const text = (element) => element?.textContent.trim() || "";
    const escaped = (words) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;");
    const queryOf = (address) => new URL(address, window.location.href).searchParams;

    const fileName = (figure, ending) => {
        const query = queryOf(window.location.href);
        const codes = window.location.pathname.split("/").filter((part) => /^[A-Z]{3}$/.test(part));
        const about = [...codes, ...IN_NAMES.map((name) => query.get(name))]
            .map((part) => (part || "").replace(/[^A-Za-z0-9-]/g, ""))
            .filter(Boolean);
        return `${["entente", figure.parentElement.id || "figure", ...about].join("-")}.${ending}`;
    };

    // A choice is named as its filter shows it: a box that is typed in, or a switch.
    const shown = (name) => {
        const control = document.querySelector(`.filters [id$="-${name}"]`);
        return control?.value || text(control?.querySelector("input:checked + label"));
    };

    // What a figure is of: the page's heading, and the choices its rows depend on, which the link to these rows names.
    const subject = (panel) => {
        const heading = text(document.querySelector("h1")?.firstChild);
        const chosen = [...queryOf(panel.querySelector(".actions a").href).keys()].map(shown);
        return [heading, ...chosen.filter((name) => name && !heading.includes(name))].join(", ");
    };

    const titleOf = (figure) => {
        const panel = figure.closest(".panel");
        const own = text(figure.closest("[role=figure]")?.parentElement.querySelector(":scope > h3"));
        return `${subject(panel)}: ${[text(panel.querySelector("h2")), own].filter(Boolean).join(", ")}`;
    };

    const lines = (words, look, width) => {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = `${look.weight} ${look.size}px ${FONT}`;
        const fits = (line) => pen.measureText(line).width <= NARROWER * width;
        return words.split(" ").reduce((done, word) => {
            const longer = [...done.slice(-1), word].join(" ");
            return done.length && fits(longer) ? [...done.slice(0, -1), longer] : [...done, word];
        }, []);
    };

    const block = (words, look, width) => {
        const rows = lines(words, look, width - 2 * EDGE);
        const spans = rows.map((row, place) => `<tspan x="${EDGE}" y="${EDGE + look.size + place * look.line}">${escaped(row)}</tspan>`);
        const style = `font-family="${FONT}" font-size="${look.size}" font-weight="${look.weight}" fill="${look.colour}"`;
        return { svg: `<text ${style}>${spans.join("\n")}</text>`, height: 2 * EDGE + rows.length * look.line };
    };

    // The words stand around the drawn figure, not in its margins, which legends and the names of axes take up too.
    const around = (drawn, box, figure) => {
        const title = block(titleOf(figure), TITLE, box.width);
        const source = block(`Entente · ${text(document.querySelector(".footer > *"))}`, SOURCE, box.width);
        const below = title.height + box.height;
        const height = below + source.height;
        const svg =
            `<svg xmlns="${figure.querySelector("svg").namespaceURI}" width="${box.width}" height="${height}"` +
            ` viewBox="0 0 ${box.width} ${height}"><rect width="100%" height="100%" fill="white"/>${title.svg}` +
            `<g transform="translate(0 ${title.height})">${drawn}</g><g transform="translate(0 ${below})">${source.svg}</g></svg>`;
        return { svg, width: box.width, height };
    };

    const asAddress = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

    const painted = async (picture) => {
        const image = new Image();
        image.src = asAddress(picture.svg);
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = SCALE * picture.width;
        canvas.height = SCALE * picture.height;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        return canvas.toDataURL("image/png");
    };

    const save = async (figure, ending) => {
        const box = { width: Math.max(figure.clientWidth, LEAST), height: figure.clientHeight };
        const drawn = await window.Plotly.toImage(figure, { format: "svg", imageDataOnly: true, ...box });
        const picture = around(drawn, box, figure);
        const link = document.createElement("a");
        link.download = fileName(figure, ending);
        link.href = ending === "png" ? await painted(picture) : asAddress(picture.svg);
        link.click();
    };

    document.addEventListener("click", (event) => {
        const button = event.target.closest("[data-picture]");
        if (button && window.Plotly) {
            button.closest(".panel").querySelectorAll(".js-plotly-plot").forEach((figure) => save(figure, button.dataset.picture));
        }
    });
})();
