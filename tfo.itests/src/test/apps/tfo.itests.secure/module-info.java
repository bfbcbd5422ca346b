/** A program as a user would write it: it knows the API and no provider. */
module tfo.itests.secure {
    requires tfo.api;
}
