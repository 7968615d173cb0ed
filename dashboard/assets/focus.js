/* The router draws the page anew when the address changes. Keyboard focus stays on the control that changed it, or moves
   to the content of a new page. */
(function () {
    let trail = [];
    document.addEventListener("focusin", (event) => {
        trail = [];
        for (let node = event.target; node && node !== document.body; node = node.parentElement) {
            if (node.id && node.closest("#_pages_content") && node.id !== "_pages_content") {
                trail.push(node.id);
            }
        }
    });
    const restore = () => {
        if (document.activeElement !== document.body || trail.length === 0) {
            return;
        }
        const found = trail.map((id) => document.getElementById(id)).find((node) => node);
        const inside = "input:checked, input, button, a";
        const target = found && found.tabIndex < 0 && found.id !== "content" ? found.querySelector(inside) : found;
        (target || document.getElementById("content"))?.focus({ preventScroll: true });
    };
    new MutationObserver(restore).observe(document.documentElement, { childList: true, subtree: true });
})();
