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
