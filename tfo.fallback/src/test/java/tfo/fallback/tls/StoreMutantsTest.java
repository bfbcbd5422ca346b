package tfo.fallback.tls;

import tfo.testkit.tls.StoreMutantsContract;

class StoreMutantsTest extends StoreMutantsContract {}
