/* Saves the figures of a panel as pictures, always in the light colours they are drawn in. */
document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture]");
    if (!button || !window.Plotly) {
        return;
    }
    button.closest(".panel").querySelectorAll(".js-plotly-plot").forEach((figure) => {
        const name = `entente-${figure.parentElement.id || "figure"}`;
        const box = { width: figure.clientWidth, height: figure.clientHeight };
        window.Plotly.downloadImage(figure, { format: button.dataset.picture, filename: name, scale: 2, ...box });
    });
});
