/** A program on the module path: it requires the API alone; the providers beside it are found by ServiceLoader. */
// snippet: module
module my.app {
    requires tfo.api;
}
// end
