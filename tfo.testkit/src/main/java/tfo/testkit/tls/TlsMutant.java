package tfo.testkit.tls;

import java.util.Map;
import java.util.Optional;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;

/**
 * A provider that is wrong in one thing.
 *
 * @param name what is wrong
 * @param killer the name of the test that must notice
 * @param needs what a provider must be able to do for the wrong to show
 * @param method the method that is wrong, see {@link Shadow}
 * @param wrong what it does instead
 */
record TlsMutant(String name, String killer, Optional<TlsFeature> needs, String method, Shadow.Answer wrong) {

    TlsMutant(String name, String killer, String method, Shadow.Answer wrong) {
        this(name, killer, Optional.empty(), method, wrong);
    }

    TlsMutant needing(TlsFeature feature) {
        return new TlsMutant(name, killer, Optional.of(feature), method, wrong);
    }

    boolean showsIn(TlsService real) {
        return needs.map(feature -> real.supports(feature).usable()).orElse(true);
    }

    TlsService of(TlsService real) {
        return new Shadow(Map.of(method, wrong)).of(real);
    }

    /** The same shadow of a provider without what is wrong. */
    static TlsService control(TlsService real) {
        return new Shadow(Map.of()).of(real);
    }
}
