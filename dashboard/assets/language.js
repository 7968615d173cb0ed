/* Another language of the same page: only lang= in the address changes. */
document.addEventListener("click", (event) => {
    const link = event.target.closest("a.language");
    if (!link) {
        return;
    }
    event.preventDefault();
    const address = new URL(window.location);
    if (link.hreflang === "en") {
        address.searchParams.delete("lang");
    } else {
        address.searchParams.set("lang", link.hreflang);
    }
    window.location.assign(address);
});
