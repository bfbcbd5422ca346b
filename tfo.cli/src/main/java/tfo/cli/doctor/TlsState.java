package tfo.cli.doctor;

import java.util.EnumMap;
import java.util.Map;
import tfo.api.Availability;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;
import tfo.cli.core.Catalogue;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Provider;

/**
 * A provider of TLS, and what it can do here.
 *
 * @param name the provider's name
 * @param ranking the highest usable one is chosen
 * @param library the library behind it, with its version
 * @param availability whether it can be used
 * @param chosen whether it is used unless another is asked for
 * @param features what not every provider can do
 */
record TlsState(
        String name,
        int ranking,
        String library,
        Availability availability,
        boolean chosen,
        Map<TlsFeature, Availability> features) {

    static TlsState of(Provider<TlsService> provider, Catalogue<TlsService> catalogue) {
        Map<TlsFeature, Availability> features = new EnumMap<>(TlsFeature.class);
        for (TlsFeature feature : TlsFeature.values()) {
            features.put(feature, provider.service().supports(feature));
        }
        return new TlsState(
                provider.name(),
                provider.ranking(),
                provider.service().library(),
                provider.availability(),
                catalogue.chosen().filter(provider::equals).isPresent(),
                features);
    }

    String words() {
        if (!availability.usable()) {
            return "cannot be used: " + availability.reason();
        }
        return (chosen ? "usable, chosen" : "usable")
                + (availability.reason().isEmpty() ? "" : "; " + availability.reason());
    }

    JsonObject json() {
        JsonObject can = new JsonObject();
        features.forEach((feature, here) -> can.put(feature.name(), json(here)));
        return new JsonObject()
                .put("name", name)
                .put("ranking", ranking)
                .put("library", library)
                .put("usable", availability.usable())
                .put("reason", availability.reason())
                .put("chosen", chosen)
                .put("features", can);
    }

    private static JsonObject json(Availability here) {
        return new JsonObject().put("usable", here.usable()).put("reason", here.reason());
    }
}
