/* Tab leaves a table for the links in it and what follows; arrows walk its cells. */
window.dashAgGridFunctions = window.dashAgGridFunctions || {};
window.dashAgGridFunctions.leave = () => false;

/* A cell that leads to the page of its pair, without loading the application again. */
window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
window.dashAgGridComponentFunctions.PairLink = function (cell) {
    if (!cell.data) {
        return null;
    }
    return React.createElement(
        window.dash_core_components.Link,
        { href: cell.data.href, className: "link" },
        cell.value
    );
};

/* Links in a table are out of the order of Tab: Enter on a cell follows the one in it. */
document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.(".ag-cell")) {
        event.target.querySelector("a")?.click();
    }
});
