/* On a narrow screen the pages' names go on sideways: the one that is shown is brought into view. */
new MutationObserver((changes) => {
    const moved = changes.some((change) => change.type === "attributes" || change.target.id === "react-entry-point");
    if (moved) {
        document.querySelector(".nav [data-active]")?.scrollIntoView({ block: "nearest", inline: "center" });
    }
}).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["data-active"] });
