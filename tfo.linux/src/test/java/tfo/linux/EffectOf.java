package tfo.linux;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the options whose effect a test observes, beyond the value that is read back; {@link OptionInventoryTest} counts them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface EffectOf {
    String[] value();
}
